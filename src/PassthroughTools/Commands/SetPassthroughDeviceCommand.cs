using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Commands;

/// <summary>Makes hosts' devices available for passthrough, or takes them back.</summary>
/// <remarks>
///   <para>A new mode takes effect when the host has restarted: ConfigureImpact is HostRebootRequired and RebootPending is true
///   until then. With -ApplyNow it takes effect at once, on hosts that rebind devices without a restart.</para>
///   <para>The mode of a device that a virtual machine has is not changed; where something that is not in the inventory uses it,
///   a warning says so. A hardware label is in effect at once.</para>
/// </remarks>
/// <example>
///   <para>Makes the Flex GPUs of a host available for Enhanced DirectPath.</para>
///   <code>
///   Get-PassthroughDevice -VMHost esxi02.domain.com -Name '*Flex 170*' |
///   Set-PassthroughDevice -Mode EnhancedDirectPath
///   </code>
/// </example>
/// <example>
///   <para>Labels a device, so that Dynamic DirectPath can ask for it.</para>
///   <code>Set-PassthroughDevice -VMHost esxi01.domain.com -PassthroughDevice 0000:42:00.0 -HardwareLabel inference</code>
/// </example>
/// <example>
///   <para>Gives a free device back to the host.</para>
///   <code>Get-PassthroughDevice -VMHost esxi01.domain.com -Id 0000:42:00.0 | Set-PassthroughDevice -Mode Host</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "PassthroughDevice", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PassthroughDevice))]
public sealed class SetPassthroughDeviceCommand : ServerCmdlet
{
    /// <summary>The hosts' devices, by object; with -VMHost also by id or name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [Takes(typeof(DeviceReference))]
    public DeviceReference[] PassthroughDevice { get; set; } = [];

    /// <summary>The hosts of devices that are given by id or name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[]? VMHost { get; set; }

    /// <summary>The mode. Host takes the device back.</summary>
    [Parameter]
    [ValidateSet("DirectPath", "EnhancedDirectPath", "Host", "None", "SystemSelect", "VGpuMixedSize", "VGpuSameSize")]
    [Takes(typeof(DeviceMode), IsOne = true)]
    public DeviceMode? Mode { get; set; }

    /// <summary>The hardware label; empty text removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    [ValidateNotNull]
    public string? HardwareLabel { get; set; }

    /// <summary>Makes the mode take effect without a restart of the host, or is refused where the host cannot do that.</summary>
    [Parameter]
    public SwitchParameter ApplyNow { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var device in PassthroughDevice.SelectMany(Devices)) Attempt(() => Configure(device));
    }

    private void Configure(PassthroughDevice device)
    {
        if (Mode is null && HardwareLabel is null)
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"Nothing is to be set on device {device.Id}. Give -Mode, -HardwareLabel or both.", device);
        var held = device.Ref ?? throw new PassthroughException(
            ErrorId.DeviceNotFound,
            $"'{device.Name}' is a request that holds no device. Give a host's device: Get-PassthroughDevice -VMHost "
            + $"'{device.VMHost?.Name}'", device);
        var now = Finder.Latest(device).View(held) ?? device;
        if (Mode is not null
            && DeviceRequirements.Free(device.ReadFrom, device.VMHost!.Record, device.Record!,
                null) is { Verdict: Verdict.Unknown } unknown)
            Warn(unknown.Refusal().Message, device);
        Do(
            device,
            new SetDeviceMode { VMHostId = held.HostId, Address = held.Address, Mode = Mode, HardwareLabel = HardwareLabel,
                ApplyNow = ApplyNow },
            new ChangeList().Add("mode", now.Mode, Mode).Add("label", now.HardwareLabel, HardwareLabel).After("Change"),
            done => WriteObject(done.State.View(held)),
            $"Device {device.Id} ({device.Name}) of host '{device.VMHost!.Name}'");
    }

    private IEnumerable<PassthroughDevice> Devices(DeviceReference reference)
    {
        if (Finder.Given(reference) is { } given) return given;
        if (VMHost is not null) return Finder.All(VMHost).SelectMany(host => Finder.DevicesOf(host, reference.Name!));
        Refuse(ErrorId.DeviceNotFound,
            $"Device '{reference.Name}' by id needs its host. Give it with -VMHost, or pipe the device in.", reference.Name);
        return [];
    }
}
