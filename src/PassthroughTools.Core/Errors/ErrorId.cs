namespace PassthroughTools.Errors;

/// <summary>
/// Why something was refused: the stable part of every error record's FullyQualifiedErrorId. This is the table of errors: each id
/// with its category in PowerShell, its status in HTTP, and whether the same request may succeed later.
/// </summary>
public enum ErrorId : long
{
    /// <summary>No server is connected.</summary>
    [Error("ConnectionError", 409)] NotConnected,

    /// <summary>The server does not answer.</summary>
    [Error("ConnectionError", 503, retryHelps: true)] ServerUnreachable,

    /// <summary>User name, password or token are wrong.</summary>
    [Error("AuthenticationError", 401)] AuthenticationFailed,

    /// <summary>The server's certificate is not trusted.</summary>
    [Error("SecurityError", 409)] CertificateUntrusted,

    /// <summary>The account does not allow it; or the file system, for a file that is no store.</summary>
    [Error("PermissionDenied", 403)] AccessDenied,

    /// <summary>No virtual machine or template has that name or id.</summary>
    [Error("ObjectNotFound", 404)] VMNotFound,

    /// <summary>No host has that name or id.</summary>
    [Error("ObjectNotFound", 404)] VMHostNotFound,

    /// <summary>No cluster has that name or id.</summary>
    [Error("ObjectNotFound", 404)] ClusterNotFound,

    /// <summary>No device has that id.</summary>
    [Error("ObjectNotFound", 404)] DeviceNotFound,

    /// <summary>The virtual machine has no advanced setting of that name.</summary>
    [Error("ObjectNotFound", 404)] AdvancedSettingNotFound,

    /// <summary>The virtual machine has no snapshot of that name or id.</summary>
    [Error("ObjectNotFound", 404)] SnapshotNotFound,

    /// <summary>There is no task of that id.</summary>
    [Error("ObjectNotFound", 404)] TaskNotFound,

    /// <summary>The catalog knows nothing of that name.</summary>
    [Error("ObjectNotFound", 404)] CatalogEntryNotFound,

    /// <summary>A name where one object is wanted fits several.</summary>
    [Error("InvalidArgument", 409)] AmbiguousName,

    /// <summary>The name is taken.</summary>
    [Error("ResourceExists", 409)] NameInUse,

    /// <summary>A virtual machine holds the device.</summary>
    [Error("ResourceBusy", 409)] DeviceInUse,

    /// <summary>No device that a Dynamic or Enhanced request accepts is free on the host.</summary>
    [Error("ResourceUnavailable", 409)] DeviceNotAvailable,

    /// <summary>The device is not attached to the virtual machine.</summary>
    [Error("InvalidOperation", 409)] DeviceNotAttached,

    /// <summary>The host cannot pass the device through.</summary>
    [Error("InvalidOperation", 409)] DeviceNotPassthroughCapable,

    /// <summary>The device is not in a passthrough mode.</summary>
    [Error("InvalidOperation", 409)] DeviceNotEnabled,

    /// <summary>The device's mode waits for a restart of the host.</summary>
    [Error("InvalidOperation", 409)] RebootPending,

    /// <summary>The device is on another host than the virtual machine.</summary>
    [Error("InvalidOperation", 409)] DeviceOnOtherHost,

    /// <summary>The card at the device's address is not the one that the virtual machine is configured with.</summary>
    [Error("InvalidOperation", 409)] DeviceMismatch,

    /// <summary>The device does not offer the mode.</summary>
    [Error("InvalidOperation", 409)] ModeNotConfigurable,

    /// <summary>The host must be in maintenance mode.</summary>
    [Error("InvalidOperation", 409)] MaintenanceModeRequired,

    /// <summary>The host is disconnected, not responding, powered off or in maintenance mode.</summary>
    [Error("InvalidOperation", 409)] VMHostNotAvailable,

    /// <summary>Virtual machines run on the host.</summary>
    [Error("ResourceBusy", 409)] VMHostInUse,

    /// <summary>The host's IOMMU is off.</summary>
    [Error("InvalidOperation", 409)] IommuDisabled,

    /// <summary>The host maps no memory mapped I/O above 4 GB.</summary>
    [Error("InvalidOperation", 409)] Above4GDecodingDisabled,

    /// <summary>The virtual machine must be powered off.</summary>
    [Error("InvalidOperation", 409)] VMNotPoweredOff,

    /// <summary>The virtual machine is already in that power state, or in one that does not allow it.</summary>
    [Error("InvalidOperation", 409)] InvalidPowerState,

    /// <summary>A template cannot do what a virtual machine can.</summary>
    [Error("InvalidOperation", 409)] TemplateNotSupported,

    /// <summary>The virtual machine exposes hardware virtualization to its guest, which excludes passthrough devices.</summary>
    [Error("InvalidOperation", 409)] NestedVirtualizationEnabled,

    /// <summary>Not all of the virtual machine's memory is reserved.</summary>
    [Error("InvalidOperation", 409)] MemoryNotReserved,

    /// <summary>The device maps so much MMIO that the virtual machine needs EFI firmware.</summary>
    [Error("InvalidOperation", 409)] FirmwareNotEfi,

    /// <summary>The virtual machine's hardware version is too low.</summary>
    [Error("InvalidOperation", 409)] HardwareVersionTooLow,

    /// <summary>The host's ESXi is older than the virtual machine's hardware version.</summary>
    [Error("InvalidOperation", 409)] HardwareVersionTooHigh,

    /// <summary>The virtual machine would have more passthrough devices than its hardware version and host allow.</summary>
    [Error("LimitsExceeded", 409)] TooManyDevices,

    /// <summary>The capability matrix denies the feature.</summary>
    [Error("InvalidOperation", 409)] FeatureNotSupported,

    /// <summary>The size is no power of two, or out of range.</summary>
    [Error("InvalidArgument", 422)] MmioSizeInvalid,

    /// <summary>The size is smaller than what the attached devices need.</summary>
    [Error("LimitsExceeded", 422)] MmioSizeTooSmall,

    /// <summary>A value is out of its range.</summary>
    [Error("InvalidArgument", 422)] ValueInvalid,

    /// <summary>There is no store at the path.</summary>
    [Error("ObjectNotFound", 500)] StoreNotFound,

    /// <summary>The file system or the database does not allow the account to read or write the store.</summary>
    [Error("PermissionDenied", 503, retryHelps: true)] StoreAccessDenied,

    /// <summary>The store is damaged.</summary>
    [Error("InvalidData", 500)] StoreCorrupt,

    /// <summary>A newer version wrote the store.</summary>
    [Error("InvalidData", 500)] StoreVersionUnsupported,

    /// <summary>Another process holds the store's lock for too long.</summary>
    [Error("ResourceBusy", 503, retryHelps: true)] StoreLocked,

    /// <summary>It could not be written; nothing changed.</summary>
    [Error("WriteError", 503, retryHelps: true)] StoreWriteFailed,

    /// <summary>The object has changed since it was read.</summary>
    [Error("WriteError", 412)] ConcurrentChange,

    /// <summary>There is no file or folder at the path.</summary>
    [Error("ObjectNotFound", 404)] FileNotFound,

    /// <summary>An input file cannot be understood.</summary>
    [Error("InvalidData", 400)] InputMalformed,

    /// <summary>A newer version wrote the input file.</summary>
    [Error("InvalidData", 400)] InputVersionUnsupported,

    /// <summary>The backend cannot do this.</summary>
    [Error("NotImplemented", 501)] NotSupportedByBackend,

    /// <summary>There is no maintenance plan of that id or path.</summary>
    [Error("ObjectNotFound", 404)] PlanNotFound,

    /// <summary>A step of the maintenance plan is blocked.</summary>
    [Error("InvalidOperation", 409)] PlanNotFeasible,

    /// <summary>The maintenance plan was restored already.</summary>
    [Error("InvalidOperation", 409)] PlanEnded,

    /// <summary>The task was stopped before it had done anything.</summary>
    [Error("OperationStopped", 409)] TaskStopped,

    /// <summary>The task has ended, so that there is nothing to stop.</summary>
    [Error("InvalidOperation", 409)] TaskEnded,

    /// <summary>It took too long.</summary>
    [Error("OperationTimeout", 503, retryHelps: true)] OperationTimeout,

    /// <summary>A control plane cannot understand the request: its query, a header or its body.</summary>
    [Error("ProtocolError", 400)] RequestMalformed,

    /// <summary>A control plane has no such path.</summary>
    [Error("ObjectNotFound", 404)] RouteNotFound,

    /// <summary>The path does not take the method.</summary>
    [Error("ProtocolError", 405)] MethodNotAllowed,

    /// <summary>The request came too slowly.</summary>
    [Error("OperationTimeout", 408)] RequestTooSlow,

    /// <summary>The request is larger than the server takes.</summary>
    [Error("LimitsExceeded", 413)] RequestTooLarge,

    /// <summary>The body is not JSON, or has a content coding.</summary>
    [Error("ProtocolError", 415)] MediaTypeNotSupported,

    /// <summary>Too many attempts with a wrong token, or too many connections from one address.</summary>
    [Error("LimitsExceeded", 429, retryHelps: true)] TooManyRequests,

    /// <summary>Too many clients follow the events with one token.</summary>
    [Error("LimitsExceeded", 429, retryHelps: true)] TooManyStreams,

    /// <summary>The server has too much to do, whoever asks for it; or it stops.</summary>
    [Error("ResourceBusy", 503, retryHelps: true)] ServerBusy,

    /// <summary>The server cannot read its tokens, and lets nobody in.</summary>
    [Error("ResourceUnavailable", 503, retryHelps: true)] TokensUnavailable,

    /// <summary>The server failed; its log says why.</summary>
    [Error("NotSpecified", 500)] ServerFailed,

    /// <summary>A newer server refused it, with an id that this version does not know.</summary>
    [Error("InvalidOperation", 409)] RefusedByServer,
}
