using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere;

/// <summary>What a fault of a vSphere is here: an error id, the server's own words, and what to do.</summary>
internal static class VSphereFault
{
    // What a person reads.
    private const int MaxWords = 800;

    private const string Again = "It may be passing: try again.";

    /// <summary>The refusal that a cmdlet shows.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="what">What was asked, as in: power on VM 'gpu-01'.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="message">What the server says of it.</param>
    /// <param name="target">The object that it is about.</param>
    /// <param name="cause">The exception that brought it.</param>
    public static PassthroughException Refusal(
        string server, string what, MethodFault fault, string message, object? target, Exception? cause = null)
    {
        var (id, advice) = Known(fault, target);
        if (fault.Kind == "NoPermission" && fault.Details.TryGetValue("privilegeId", out var privilege) && privilege.Length > 0)
            advice = $"It needs the privilege {privilege}. {advice}";
        string words = message.Trim().TrimEnd('.');
        if (words.Length > MaxWords) words = words.Substring(0, MaxWords) + "...";
        bool isNamed = words.IndexOf(fault.Kind, StringComparison.OrdinalIgnoreCase) >= 0;
        string said = words.Length == 0 || words == fault.Kind ? fault.Kind : isNamed ? words : $"{words} ({fault.Kind})";
        return new PassthroughException(id, $"'{server}' refused to {what}: {said}. {advice}".TrimEnd(), target ?? server, cause);
    }

    private static (ErrorId Id, string Advice) Known(MethodFault fault, object? target) => fault.Kind switch
    {
        "ManagedObjectNotFound" => NotFound(fault),
        "InvalidLogin" => (ErrorId.AuthenticationFailed, "Check the user, as in administrator@vsphere.local, and the password."),
        "NotAuthenticated" => (ErrorId.AuthenticationFailed, "The session has ended. Connect again: Connect-VIServer"),
        "NoPermission" => (ErrorId.AccessDenied, "Ask the server's administrator for the privilege."),
        "RestrictedVersion" => (ErrorId.AccessDenied, "The host's license forbids changes through its API."),
        "InvalidPowerState" => (ErrorId.InvalidPowerState, "See how it runs: Get-VM"),
        "DuplicateName" => (ErrorId.NameInUse, "Choose another name."),
        "InvalidName" => (ErrorId.ValueInvalid, "Choose another name."),
        "InvalidArgument" => (ErrorId.ValueInvalid, "Choose another value."),
        "DeviceNotFound" => (ErrorId.DeviceNotFound, "See what it has: Get-PassthroughDevice"),
        "ResourceInUse" when target is VMHost host => (
            ErrorId.VMHostInUse,
            $"Put it into maintenance mode first, then do it again: {HostRequirements.Evacuate(host.Record)}"),
        "ResourceInUse" => (ErrorId.DeviceInUse, Again),
        "TaskInProgress" => (ErrorId.ConcurrentChange, "Wait for the other task, and try again. See: Get-Task"),
        "ConcurrentAccess" => (ErrorId.ConcurrentChange, "Somebody else changed it meanwhile. Try again."),
        "HostNotConnected" or "HostNotReachable" or "HostCommunication" =>
            (ErrorId.VMHostNotAvailable, "See how its host is: Get-VMHost"),
        "NotSupported" => (ErrorId.NotSupportedByBackend, "The server does not do this, or not with this object."),
        "MethodNotFound" => (ErrorId.NotSupportedByBackend, "A newer vSphere has it."),
        "Timedout" => (ErrorId.OperationTimeout, Again),
        "RequestCanceled" => (ErrorId.TaskStopped,
            "Somebody stopped the task. To have it done after all, run the command again."),
        "GenericVmConfigFault" or "VmConfigFault" or "InvalidDeviceSpec" or "InvalidDeviceBacking"
            or "DeviceUnsupportedForVmPlatform" when target is VirtualMachine vm => (
            ErrorId.RefusedByServer, $"See what its devices need: Test-PassthroughPrerequisite {vm.Name.Quoted()}"),
        "InsufficientResourcesFault" or "InsufficientMemoryResourcesFault" or "InsufficientHostCapacityFault"
            or "InsufficientHostMemoryCapacityFault" or "InsufficientFailoverResourcesFault" or "NoCompatibleHost"
            when target is VirtualMachine vm => (
            ErrorId.RefusedByServer, $"See which hosts have room for it: Find-PassthroughHost {vm.Name.Quoted()}"),
        "HostConfigFault" or "PlatformConfigFault" when target is VMHost host => (
            ErrorId.RefusedByServer, $"See the state of its devices: Get-PassthroughDevice -VMHost {host.Name.Quoted()}"),
        "VirtualHardwareVersionNotSupported" => (ErrorId.HardwareVersionTooHigh, "Choose a host that supports it."),
        _ => (ErrorId.RefusedByServer, ""),
    };

    /// <summary>An object that was there when it was read, and is not now.</summary>
    private static (ErrorId Id, string Advice) NotFound(MethodFault fault)
    {
        string named = fault.Details.TryGetValue("obj", out var value) ? value : "";
        return named.Split('-')[0] switch
        {
            "vm" => (ErrorId.VMNotFound, "Somebody removed it meanwhile. See what there is: Get-VM"),
            "host" => (ErrorId.VMHostNotFound, "Somebody removed it meanwhile. See what there is: Get-VMHost"),
            "snapshot" => (ErrorId.SnapshotNotFound, "Somebody removed it meanwhile. See what there is: Get-Snapshot"),
            "task" => (ErrorId.TaskNotFound, "The server keeps tasks for about ten minutes."),
            _ => (ErrorId.RefusedByServer, "Somebody removed it meanwhile."),
        };
    }
}
