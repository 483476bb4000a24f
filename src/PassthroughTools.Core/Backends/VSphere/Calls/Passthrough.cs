using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere.Calls;

/// <summary>Turns passthrough of a host's device on and off, and labels it.</summary>
internal static class Passthrough
{
    /// <summary>The refusal of a mode that the API does not set.</summary>
    public static PassthroughException NoSuchMode(InventoryState state, SetDeviceMode operation) => new(
        ErrorId.NotSupportedByBackend,
        $"Mode {operation.Mode} is set by the REST API of vSphere 9.1, which this module does not speak; the API that it speaks "
        + "sets Host and DirectPath. Set it in the vSphere Client.",
        state.View(state.Host(operation.VMHostId)));

    public static async Task CallAsync(VSphereCall call, SetDeviceMode operation)
    {
        var host = call.State.Host(operation.VMHostId);
        if (operation.ApplyNow) call.Require("7.0", "Changes of the mode without a restart");
        if (operation.HardwareLabel is not null) call.Require("7.0.2.0", "Hardware labels");
        var device = host.Device(operation.Address);
        if ((operation.Mode is null ? device.PassthroughEnabled : operation.Mode == DeviceMode.DirectPath) is not { } isEnabled)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"Whether device {operation.Address} of host '{host.Name}' is passed through is not known, and it is set "
                + "together with the label. "
                + "Give -Mode too.",
                call.State.View(host));
        }

        var config = new HostPciPassthruConfig
        {
            Id = operation.Address.ToString(),
            PassthruEnabled = isEnabled,
            ApplyNow = operation.ApplyNow ? true : null,
            HardwareLabel = operation.HardwareLabel,
        };
        var system = await call.ReferenceAsync(MoRefs.Of(host), "configManager.pciPassthruSystem").ConfigureAwait(false);
        await call.Connection.ChangeAsync<object>(
            $"configure passthrough of device {operation.Address} of host '{host.Name}'",
            call.State.View(host),
            system,
            "UpdatePassthruConfig",
            call.Running.Stop,
            SoapArgument.Of("config", new[] { config })).ConfigureAwait(false);
    }
}
