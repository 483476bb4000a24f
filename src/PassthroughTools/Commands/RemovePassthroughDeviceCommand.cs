using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>Detaches passthrough devices from virtual machines.</summary>
/// <remarks>
///   <para>Takes devices of a machine, or a host's devices, which are detached from the machine that has them. With -VM, only
///   devices of that machine are detached, and devices may be given by id or name. The machine must be powered off.</para>
///   <para>A device that was attached with a device group (-DeviceGroup) is detached with all devices of that group, in one
///   operation, as vSphere removes them. One that was attached by itself is detached by itself.</para>
///   <para>It asks first; -Confirm:$false detaches without asking.</para>
/// </remarks>
/// <example>
///   <para>Detaches all devices of a machine without asking.</para>
///   <code>Get-VM gpu-01 | Get-PassthroughDevice | Remove-PassthroughDevice -Confirm:$false</code>
/// </example>
/// <example>
///   <para>Detaches a host's device from the machine that has it.</para>
///   <code>Get-PassthroughDevice -VMHost esxi01.domain.com -Id 0000:41:00.0 | Remove-PassthroughDevice -Confirm:$false</code>
/// </example>
/// <example>
///   <para>Detaches one device of a machine by its address.</para>
///   <code>Remove-PassthroughDevice -VM train-01 -PassthroughDevice 0000:43:00.0 -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "PassthroughDevice", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePassthroughDeviceCommand : ServerCmdlet
{
    private readonly HashSet<(string Origin, string? HostId, string? Id)> inGroups = [];
    private IReadOnlyList<VirtualMachineBase>? machines;

    /// <summary>The devices, by object; with -VM also by id or name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [Takes(typeof(DeviceReference))]
    public DeviceReference[] PassthroughDevice { get; set; } = [];

    /// <summary>The virtual machine that the devices are detached from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[]? VM { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Where none of the machines exists, that has been said, and nothing of another one is detached.
        machines ??= VM is null ? null : [.. Finder.All(VM)];
        if (machines is { Count: 0 } && !Array.Exists(VM!, static vm => vm.IsPattern)) return;
        foreach (var device in PassthroughDevice.SelectMany(Attached))
        {
            if (device.DeviceGroup is not null)
            {
                // The whole group is asked for once, and detached in one operation, whichever of its devices the pipeline brings.
                if (IsInGroup(device)) continue;
                foreach (var other in device.DetachedTogether) inGroups.Add(PlaceOf(other));
            }

            Do(device.VM!, new DetachDevice { VMId = device.VMId!, Key = device.Key!.Value }, $"Detach {Words(device)}");
        }
    }

    private static string Words(PassthroughDevice device) => device.DeviceGroup is { } group
        ? $"device group {group} with all its devices "
            + $"({string.Join(", ", device.DetachedTogether.Select(static other => other.Id))})"
        : $"device {device.Id ?? device.Name}";

    private static (string Origin, string? HostId, string? Id) PlaceOf(PassthroughDevice device) =>
        (device.ReadFrom.Origin, device.VMHostId, device.Id);

    private bool IsInGroup(PassthroughDevice device) => inGroups.Contains(PlaceOf(device));

    private IEnumerable<PassthroughDevice> Attached(DeviceReference reference)
    {
        if (Finder.Given(reference) is { } given)
        {
            return given.Where(item => !IsInGroup(item))
                .SelectMany(item => Finder.Now(reference.Kind, item).Where(fresh => IsMeant(item, fresh)));
        }

        if (machines is not null) return machines.SelectMany(vm => Finder.DevicesOf(vm, reference.Name!));
        Refuse(
            ErrorId.DeviceNotFound,
            $"Device '{reference.Name}' by id needs the machine that has it. Give it with -VM, or pipe the device in.",
            reference.Name);
        return [];
    }

    /// <summary>
    /// Whether a device is attached, to one of the machines where some are given; where it is not, that is an error.
    /// </summary>
    private bool IsMeant(PassthroughDevice device, PassthroughDevice fresh) => Attempt(() =>
    {
        var name = device.Id ?? device.Name;
        if (fresh.VM is not { } owner)
        {
            throw new PassthroughException(
                ErrorId.DeviceNotAttached,
                $"Device {name} of host '{device.VMHost?.Name}' belongs to no VM. There is nothing to do.", device);
        }

        if (machines?.Contains(owner) == false)
        {
            throw new PassthroughException(
                ErrorId.DeviceNotAttached,
                $"Device {name} belongs to VM '{owner.Name}' and not to {string.Join(", ", VM!.Select(static vm => $"'{vm}'"))}. "
                + $"Detach it from there: Remove-PassthroughDevice '{name}' -VM '{owner.Name}'",
                device);
        }
    });
}
