using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// Says where a machine is configured with a card and its host has another one, or none, at that address: it is imported so, and
/// is not powered on so (DeviceRequirements.SameCard, OnHost).
/// </summary>
internal static class DeviceRemarks
{
    /// <summary>Says so of the machines that the import touches, and of the devices that it changes.</summary>
    public static void Add(ImportDraft draft)
    {
        var touched = new HashSet<string>(draft.VMs.Select(static vm => vm.Id), StringComparer.Ordinal);
        foreach (var vm in draft.VMs)
        {
            var host = draft.Host(vm.HostId)!;
            foreach (var (attachment, device) in Wrong(draft, vm))
            {
                draft.Remark(
                    vm,
                    $"configured with {attachment.CardText} at {device.Address}, where host "
                    + $"'{host.Name}' has {device.CardText}: {NotLikeThis(vm)}");
            }

            foreach (var attachment in vm.Devices)
            {
                if (attachment.Device is not { } held || host.FindDevice(held.Address) is not null) continue;
                var card = attachment.HasCard ? attachment.CardText : "a device";
                draft.Remark(vm, $"configured with {card} at {held.Address}, " + (host.Devices.Count > 0
                    ? $"where host '{host.Name}' has no device: {NotLikeThis(vm)}"
                    : $"and no device of host '{host.Name}' is recorded: import what 'esxcli hardware pci list' prints there"));
            }

            foreach (var adapter in SriovAdapter.Of(vm))
            {
                if (adapter.IsPhysical && host.Devices.Count > 0 && host.FindDevice(adapter.Function) is null)
                    draft.Remark(vm,
                        $"{adapter.Key} names physical function {adapter.Function}, where host '{host.Name}' has no device");
            }
        }

        foreach (var host in draft.Hosts)
        {
            foreach (var vm in draft.Before.VMsOn(host.Id).Where(vm => !touched.Contains(vm.Id)))
            {
                foreach (var (attachment, device) in Wrong(draft, vm))
                {
                    draft.Remark(
                        new DeviceRef(host.Id, device.Address),
                        $"VM '{vm.Name}' is configured with {attachment.CardText} at this address: {NotLikeThis(vm)}");
                }
            }
        }
    }

    private static IEnumerable<(AttachmentRecord Attachment, PciDeviceRecord Device)> Wrong(ImportDraft draft, VMRecord vm)
    {
        foreach (var attachment in vm.Devices)
        {
            if (!attachment.HasCard || attachment.Device is not { } held
                || draft.Host(held.HostId)?.FindDevice(held.Address) is not { } device) continue;
            if (device.VendorId != default && !attachment.IsCard(device)) yield return (attachment, device);
        }
    }

    private static string NotLikeThis(VMRecord vm) => vm.PowerState == VMPowerState.PoweredOff
        ? "the VM will not power on like this"
        : $"VM '{vm.Name}' cannot be {VMRequirements.Word(vm.PowerState)} like this";
}
