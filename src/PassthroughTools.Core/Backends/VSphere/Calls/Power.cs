using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere.Calls;

/// <summary>
/// Power on and off, suspend, reset. A suspended machine is resumed by power on. Which free device a request gets, the server
/// chooses.
/// </summary>
internal static class Power
{
    public static Task OnAsync(VSphereCall call) =>
        call.DoAsync(call.VM, "power on", "PowerOnVM_Task", SoapArgument.Of<ManagedObjectReference>("host", null));

    public static Task OffAsync(VSphereCall call) => call.DoAsync(call.VM, "power off", "PowerOffVM_Task");

    public static Task SuspendAsync(VSphereCall call) => call.DoAsync(call.VM, "suspend", "SuspendVM_Task");

    public static Task ResetAsync(VSphereCall call) => call.DoAsync(call.VM, "reset", "ResetVM_Task");
}
