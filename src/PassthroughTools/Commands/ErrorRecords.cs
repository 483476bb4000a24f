using System.Management.Automation;
using PassthroughTools.Errors;

namespace PassthroughTools.Commands;

/// <summary>The one place where refusals become error records.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(PassthroughException refusal) => new(refusal, refusal.Id.ToString(), CategoryOf(refusal.Id), refusal.Target);

    private static ErrorCategory CategoryOf(ErrorId id) => id switch
    {
        ErrorId.NotConnected or ErrorId.ServerUnreachable => ErrorCategory.ConnectionError,
        ErrorId.AuthenticationFailed => ErrorCategory.AuthenticationError,
        ErrorId.CertificateUntrusted => ErrorCategory.SecurityError,
        ErrorId.AccessDenied => ErrorCategory.PermissionDenied,
        ErrorId.VMNotFound or ErrorId.VMHostNotFound or ErrorId.ClusterNotFound or ErrorId.DeviceNotFound or ErrorId.AdvancedSettingNotFound
            or ErrorId.CatalogEntryNotFound or ErrorId.StoreNotFound
            or ErrorId.SnapshotNotFound or ErrorId.TaskNotFound or ErrorId.PlanNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.AmbiguousName or ErrorId.MmioSizeInvalid or ErrorId.ValueInvalid => ErrorCategory.InvalidArgument,
        ErrorId.NameInUse => ErrorCategory.ResourceExists,
        ErrorId.DeviceInUse or ErrorId.VMHostInUse or ErrorId.StoreLocked => ErrorCategory.ResourceBusy,
        ErrorId.DeviceNotAvailable => ErrorCategory.ResourceUnavailable,
        ErrorId.TooManyDevices or ErrorId.MmioSizeTooSmall => ErrorCategory.LimitsExceeded,
        ErrorId.StoreCorrupt or ErrorId.StoreVersionUnsupported or ErrorId.InputMalformed => ErrorCategory.InvalidData,
        ErrorId.ConcurrentChange or ErrorId.StoreWriteFailed => ErrorCategory.WriteError,
        ErrorId.NotSupportedByBackend => ErrorCategory.NotImplemented,
        ErrorId.OperationTimeout => ErrorCategory.OperationTimeout,
        ErrorId.TaskStopped => ErrorCategory.OperationStopped,
        _ => ErrorCategory.InvalidOperation,
    };
}
