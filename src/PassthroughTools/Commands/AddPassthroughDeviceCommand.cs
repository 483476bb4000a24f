using System.Collections;
using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

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
///   $device = Get-PassthroughDevice -VMHost $vm.VMHost -Name *T4* | Where-Object { -not $_.VM -and -not $_.OwnerUnknown } | Select-Object -First 1
///   Add-PassthroughDevice -VM $vm -PassthroughDevice $device
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Add, "PassthroughDevice", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "Device")]
[OutputType(typeof(PassthroughDevice))]
public sealed class AddPassthroughDeviceCommand : ServerCmdlet
{
    private readonly Dictionary<string, Outcome> changed = new(StringComparer.Ordinal);

    /// <summary>The virtual machines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public VMReference[] VM { get; set; } = [];

    /// <summary>The devices, by object, or by the id or name of a device of the machine's host.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Device")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    public DeviceReference[]? PassthroughDevice { get; set; }

    /// <summary>Fixed, Dynamic or Enhanced; Dynamic and Enhanced take the IDs or the class of -PassthroughDevice.</summary>
    [Parameter(ParameterSetName = "Device")]
    [NearName(typeof(DirectPathTechnology))]
    public DirectPathTechnology? Technology { get; set; }

    /// <summary>Dynamic: the vendor and device IDs that fit, as 10de:1eb8.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Dynamic")]
    [ValidateNotNullOrEmpty]
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
            foreach (var (operation, device) in Operations(vm))
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
                if (part.Verdict != Verdict.Pass) WriteWarning($"{part.Found}; {part.Needed}. {part.Remedy}");
            }
        }
    }

    private IEnumerable<(Operation Operation, string Words)> Operations(VirtualMachineBase vm) =>
        AllowedDevice is not null ?
        [(
            new AttachDynamicDevice { VMId = vm.Id, AllowedDevices = AllowedDevice, HardwareLabel = HardwareLabel },
            $"Dynamic device {string.Join(", ", AllowedDevice)}"
        )]
        : DeviceGroup is not null ?
        [(new AttachDeviceGroup { VMId = vm.Id, DeviceGroup = DeviceGroup }, $"device group {DeviceGroup} with all its devices (Fixed)")]
        : DeviceClass is not null ? Attempted(() => (
            new AttachEnhancedDevice { VMId = vm.Id, DeviceClass = DeviceClass, ConfigParameters = Parameters() },
            $"Enhanced device of class {DeviceClass}"))
        : PassthroughDevice!.SelectMany(reference => Finder.Given(reference) ?? Finder.DevicesOf(vm.VMHost, reference.Name!))
            .SelectMany(device => Attempted(() => OperationFor(vm, device)));

    private IReadOnlyList<(Operation Operation, string Words)> Attempted(Func<(Operation Operation, string Words)> make)
    {
        (Operation, string) made = default;
        return Attempt(() => made = make()) ? [made] : [];
    }

    private (Operation Operation, string Words) OperationFor(VirtualMachineBase vm, PassthroughDevice device)
    {
        var technology = Technology ?? (HardwareLabel is not null ? DirectPathTechnology.Dynamic
            : device.Mode == DeviceMode.EnhancedDirectPath ? DirectPathTechnology.Enhanced
            : DirectPathTechnology.Fixed);
        if (HardwareLabel is not null && technology != DirectPathTechnology.Dynamic)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"A hardware label is asked for by Dynamic DirectPath only, not by {technology}. Leave out -HardwareLabel, or use -Technology Dynamic.",
                HardwareLabel);
        }

        if (device.Ref is not { } held)
        {
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"'{device.Name}' is a request of VM '{device.VM?.Name}' that holds no device. Give a host's device, or make the same request with "
                + "-AllowedDevice or -DeviceClass.",
                device);
        }

        if (!string.Equals(device.State.Origin, vm.State.Origin, StringComparison.Ordinal))
        {
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"Device {device.Id ?? device.Name} is no device of the server of VM '{vm.Name}'. Choose one of its host: Get-PassthroughDevice -VMHost '{vm.VMHost.Name}'",
                device);
        }

        Operation operation = technology switch
        {
            DirectPathTechnology.Dynamic => new AttachDynamicDevice
            {
                VMId = vm.Id, AllowedDevices = [new AllowedDevice(device.VendorId!.Value, device.DeviceId!.Value)], HardwareLabel = HardwareLabel,
            },
            DirectPathTechnology.Enhanced => new AttachEnhancedDevice
            {
                VMId = vm.Id,
                DeviceClass = device.DeviceClass ?? throw new PassthroughException(
                    ErrorId.DeviceNotFound,
                    $"Device {device.Id} ({device.Name}) belongs to no DVX device class, which Enhanced DirectPath needs. Use -Technology Fixed in mode "
                    + "DirectPath, or -DeviceClass.",
                    device),
            },
            _ => new AttachFixedDevice { VMId = vm.Id, VMHostId = held.HostId, Address = held.Address },
        };
        return (operation, $"{technology} device {device.Id} {device.Name}");
    }

    private SortedMap<string, string> Parameters()
    {
        var entries = (ConfigParameter ?? []).Cast<DictionaryEntry>().Select(static entry => new KeyValuePair<string, string>(
            LanguagePrimitives.ConvertTo<string>(entry.Key), LanguagePrimitives.ConvertTo<string>(entry.Value)));
        return SortedMap<string, string>.TryCreate([.. entries], StringComparer.OrdinalIgnoreCase, out var parameters, out var twice)
            ? parameters
            : throw new PassthroughException(ErrorId.ValueInvalid, $"Configuration parameter '{twice}' is given twice, in two cases. Give it once.", ConfigParameter);
    }
}
