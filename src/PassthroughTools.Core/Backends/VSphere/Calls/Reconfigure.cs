using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Projection;
using PassthroughTools.State;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere.Calls;

/// <summary>
/// All that changes the configuration of a machine: attaching and detaching, settings, resources, name and size. What our rules
/// decide is compared with what is, and the difference is asked for in one ReconfigVM_Task.
/// </summary>
internal static class Reconfigure
{
    /// <summary>The refusal of a setting without a value: to a vSphere it means another thing than to a store.</summary>
    public static PassthroughException NoEmptyValue(InventoryState state, SetAdvancedSetting operation)
    {
        var vm = state.VM(operation.VMId);
        return new PassthroughException(
            ErrorId.ValueInvalid,
            $"Setting '{operation.Setting}' of VM '{vm.Name}' cannot be empty: a vSphere removes a setting that is given an "
            + "empty value. "
            + "To remove it: Get-AdvancedSetting "
            + $"-Entity {vm.Name.Quoted()} -Name {operation.Setting.Quoted()} | Remove-AdvancedSetting",
            state.View(vm));
    }

    /// <summary>The refusal of a setting that a vSphere has as a device, and would keep beside it.</summary>
    public static PassthroughException OfDevice(InventoryState state, SetAdvancedSetting operation)
    {
        var vm = state.VM(operation.VMId);
        return new PassthroughException(
            ErrorId.NotSupportedByBackend,
            $"Setting '{operation.Setting}' of VM '{vm.Name}' is what a vSphere tells of one of its devices, and is not set by "
            + "itself. Change the "
            + "device in the vSphere Client.",
            state.View(vm));
    }

    public static async Task CallAsync(VSphereCall call)
    {
        var (before, after) = (call.VM, call.ChangedVMs.Single());
        var writer = new ConfigSpecWriter(call.State, before, after);
        foreach (var device in writer.Added)
        {
            if (device.Technology == DirectPathTechnology.Dynamic) call.Require("7.0", "Dynamic devices");
            if (device.Technology == DirectPathTechnology.Enhanced) call.Require("8.0.0.1", "Enhanced devices");
            if (device.GroupInstanceKey is not null) call.Require("8.0.0.1", "Device groups");
        }

        var offered = writer.Added.Any(static device => device.Technology == DirectPathTechnology.Fixed)
            ? await OfferedAsync(call, before).ConfigureAwait(false)
            : [];
        var spec = writer.Write(address => Backing(call, before, offered, address));
        bool isRaised = after.HardwareVersion != before.HardwareVersion;
        call.Running.Steps = (isRaised ? 1 : 0) + (spec is null ? 0 : 1);
        if (isRaised)
            await call.DoAsync(before, "upgrade", "UpgradeVM_Task",
                SoapArgument.Of("version", HardwareVersions.Format(after.HardwareVersion))).ConfigureAwait(false);
        if (spec is not null)
            await call.DoAsync(before, "reconfigure", "ReconfigVM_Task", SoapArgument.Of("spec", spec)).ConfigureAwait(false);
    }

    /// <summary>The Fixed devices that a server offers to a machine, with what its backing needs.</summary>
    private static async Task<VirtualMachinePciPassthroughInfo[]> OfferedAsync(VSphereCall call, VMRecord vm)
    {
        var browser = await call.ReferenceAsync(MoRefs.Of(vm), "environmentBrowser").ConfigureAwait(false);
        var target = await call.Connection.AskAsync<ConfigTarget>(
            browser,
            "QueryConfigTarget",
            call.Running.Stop,
            SoapArgument.Of("host", MoRefs.Of(vm.HostId))).ConfigureAwait(false);
        return target?.PciPassthrough ?? [];
    }

    private static VirtualPCIPassthroughDeviceBackingInfo Backing(
        VSphereCall call, VMRecord vm, VirtualMachinePciPassthroughInfo[] offered, PciAddress address)
    {
        string id = address.ToString();
        var device = Array.Find(offered, one => string.Equals(one.PciDevice?.Id, id, StringComparison.OrdinalIgnoreCase))
            ?? throw new PassthroughException(
                ErrorId.DeviceNotAvailable,
                $"'{call.Connection.Server}' does not offer device {address} to VM '{vm.Name}'. See what its host says of it: "
                + $"Get-PassthroughDevice -VMHost {call.State.Host(vm.HostId).Name.Quoted()}",
                call.State.View(vm));
        return new VirtualPCIPassthroughDeviceBackingInfo
        {
            DeviceName = device.PciDevice!.DeviceName ?? "",
            UseAutoDetect = false,
            Id = id,
            DeviceId = FormattableString.Invariant($"{unchecked((ushort)device.PciDevice.DeviceId):x}"),
            SystemId = device.SystemId,
            VendorId = device.PciDevice.VendorId,
        };
    }
}
