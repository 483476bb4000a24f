using System.Collections;
using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Commands;

/// <summary>Attaches passthrough devices to virtual machines.</summary>
/// <remarks>
///   <para>Fixed takes one device of the machine's host by its address. Dynamic takes any free device with allowed vendor and
///   device IDs, and the hardware label where one is given. Enhanced takes any free device of a DVX device class. Dynamic and
///   Enhanced devices are chosen at power on and released at power off.</para>
///   <para>With -PassthroughDevice, the technology follows the device's mode unless -Technology says otherwise: Fixed for
///   DirectPath, Enhanced for EnhancedDirectPath. With -HardwareLabel it is Dynamic.</para>
///   <para>-DeviceGroup takes all devices of a device group of the machine's host together, such as GPUs that NVLink connects, as
///   Fixed devices: all are attached or, where one is refused, none. Those that the machine has singly become part of the group.
///   They are detached together too. A device of a group that is attached by itself is detached by itself, and a warning says
///   that the rest of its group is missing. Hosts before ESXi 8.0 have no device groups.</para>
///   <para>The machine must be powered off, with all memory reserved, a hardware version that is high enough, and EFI firmware
///   where its devices map 3.5 GB or more. A Fixed device has one owner: it is refused while another machine is configured with
///   it, powered off or not. A device that is refused is an error that says what is missing. The others are attached.
///   What is not known of a device, such as its mode, is a warning.</para>
/// </remarks>
/// <example>
///   <para>Attaches one device of the machine's host (Fixed).</para>
///   <code>Add-PassthroughDevice -VM HighPerfVM -PassthroughDevice 0000:03:00.0</code>
/// </example>
/// <example>
///   <para>Attaches any T4 that is labelled inference (Dynamic).</para>
///   <code>Add-PassthroughDevice -VM gpu-02 -AllowedDevice 10de:1eb8 -HardwareLabel inference</code>
/// </example>
/// <example>
///   <para>Attaches any device of a DVX device class to several machines (Enhanced).</para>
///   <code>Get-VM flex* | Add-PassthroughDevice -DeviceClass com.intel.flexgpu</code>
/// </example>
/// <example>
///   <para>Attaches all devices of a device group of the machine's host, or none.</para>
///   <code>
///   Get-VMHost esxi01.domain.com | Select-Object -ExpandProperty DeviceGroups
///   Add-PassthroughDevice -VM HighPerfVM -DeviceGroup nvlink-pair
///   </code>
/// </example>
/// <example>
///   <para>Attaches a free T4 of the machine's host, whichever it is.</para>
///   <code>
///   $vm = Get-VM HighPerfVM
///   $device = Get-PassthroughDevice -VMHost $vm.VMHost -Name *T4* | Where-Object { -not $_.VM -and -not $_.OwnerUnknown } |
///   Select-Object -First 1
///   Add-PassthroughDevice -VM $vm -PassthroughDevice $device
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Add, "PassthroughDevice", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "Device")]
[OutputType(typeof(PassthroughDevice))]
public sealed class AddPassthroughDeviceCommand : ServerCmdlet
{
    private readonly Dictionary<string, Outcome> changed = new(StringComparer.Ordinal);

    /// <summary>The virtual machines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[] VM { get; set; } = [];

    /// <summary>The devices, by object, or by the id or name of a device of the machine's host.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Device")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [Takes(typeof(DeviceReference))]
    public DeviceReference[]? PassthroughDevice { get; set; }

    /// <summary>Fixed, Dynamic or Enhanced; Dynamic and Enhanced take the IDs or the class of -PassthroughDevice.</summary>
    [Parameter(ParameterSetName = "Device")]
    [Takes(typeof(DirectPathTechnology), IsOne = true)]
    public DirectPathTechnology? Technology { get; set; }

    /// <summary>Dynamic: the vendor and device IDs that fit, as 10de:1eb8.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Dynamic")]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(AllowedDevice))]
    public AllowedDevice[]? AllowedDevice { get; set; }

    /// <summary>Dynamic: the hardware label that a device must have.</summary>
    [Parameter(ParameterSetName = "Dynamic")]
    [Parameter(ParameterSetName = "Device")]
    [ValidateNotNullOrEmpty]
    public string? HardwareLabel { get; set; }

    /// <summary>Enhanced: the DVX device class.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Enhanced")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceClassCompleter))]
    public string? DeviceClass { get; set; }

    /// <summary>Enhanced: configuration parameters of the device class, as @{ name = 'value' }.</summary>
    [Parameter(ParameterSetName = "Enhanced")]
    [ValidateNotNull]
    public Hashtable? ConfigParameter { get; set; }

    /// <summary>
    /// The name of a device group of the machine's host: all its devices are attached (Fixed). Where the host has several of the
    /// name, as of NVLink pairs, it is the one that the machine has a part of, else the first whose devices are all free.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "DeviceGroup")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceGroupCompleter))]
    public string? DeviceGroup { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var vm in Finder.Changed(VM, ObjectKinds.AnyVM))
        {
            foreach (var (operation, device) in Request().For(this, Finder, vm))
            {
                WarnOfUnknowns(vm, operation);
                Do(vm, operation, $"Attach {device}", done =>
                {
                    WriteObject(done.AddedDevices(), enumerateCollection: true);
                    if (operation is AttachFixedDevice) changed[vm.Uid] = done;
                });
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();

        // Said at the end: the pipeline may bring the other devices of a group.
        foreach (var done in changed.Values)
        {
            var vm = done.VM();
            foreach (var part in DeviceGroupRequirements.Whole(done.State, done.State.Host(vm.HostId), vm))
            {
                if (part.Verdict != Verdict.Pass) Warn($"{part.Found}; {part.Needed}. {part.Remedy}", done.State.View(vm));
            }
        }
    }

    private AttachRequest Request() => new()
    {
        PassthroughDevice = PassthroughDevice ?? [],
        Technology = Technology,
        HardwareLabel = HardwareLabel,
        AllowedDevice = AllowedDevice,
        DeviceClass = DeviceClass,
        ConfigParameter = ConfigParameter,
        DeviceGroup = DeviceGroup,
    };
}
