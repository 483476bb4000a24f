using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;

namespace PassthroughTools.Commands;

/// <summary>Tests every requirement of passthrough for virtual machines, devices or hosts, and says what mends it.</summary>
/// <remarks>
///   <para>The rules are those by which devices are attached and machines powered on: what is Fail here is refused there, with
///   the id that ErrorId says. Remedy is the command that mends it, to be run as it stands; where no command can, Needed says
///   what to do, and Remedy is a command that shows what there is to choose from, or nothing. Unknown means that the inventory
///   does not know. Warning means that nothing is refused for it now.</para>
///   <para>A machine with passthrough devices is tested for its next power-on, together with its host and its devices; while it
///   runs or is suspended, what that would be refused for is a Warning, but for vhv.enable, which goes with no passthrough
///   device. A machine without is tested for its first device: what only some technologies and devices need is a
///   Warning.</para>
///   <para>A host is tested with the devices that are in a passthrough mode or that the catalog or a DVX class lists; a device
///   that serves a machine, vGPUs or the host itself is a Warning at most. A host's device by itself is tested for being attached
///   now.</para>
///   <para>With what is to be attached (-VM with -PassthroughDevice, -AllowedDevice, -DeviceClass or -DeviceGroup), it tests all
///   that the attach and then the power-on ask for, in the order in which it is mended: what either would be refused for is Fail.
///   The machine is looked at as it would be: powered off, on the host of the devices, and with all of them.</para>
///   <para>What failed comes first, target by target. A requirement of a host or device that several machines share is returned
///   once. No inventory says whether a host boots from USB: that is Unknown for every host.</para>
/// </remarks>
/// <example>
///   <para>Shows what a machine, its host and its devices are and need.</para>
///   <code>Get-VM gpu-01 | Test-PassthroughPrerequisite</code>
/// </example>
/// <example>
///   <para>Lists what must be mended before a machine can have a device, and the commands that do it.</para>
///   <code>Test-PassthroughPrerequisite legacy-01 | Where-Object Result -eq Fail | Format-List Found, Needed, Remedy</code>
/// </example>
/// <example>
///   <para>Lists, in order, the commands that have to be run before a machine can have two devices and be powered on.</para>
///   <code>
///   Test-PassthroughPrerequisite -VM legacy-01 -PassthroughDevice 0000:03:00.0, 0000:42:00.0 |
///   Where-Object Result -eq Fail | ForEach-Object Remedy
///   </code>
/// </example>
/// <example>
///   <para>Decides in a script whether a host is ready.</para>
///   <code>if (Test-PassthroughPrerequisite -VMHost esxi01.domain.com -Quiet) { 'ready' } else { 'not ready' }</code>
/// </example>
/// <example>
///   <para>Tells whether a device can be attached now, and who says what it needs.</para>
///   <code>Get-PassthroughDevice -VMHost esxi01.domain.com -Id 0000:42:00.0 | Test-PassthroughPrerequisite | Format-Table Result,
///   Requirement, Source</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "PassthroughPrerequisite", DefaultParameterSetName = "VM")]
[OutputType(typeof(PrerequisiteTest), typeof(bool))]
public sealed class TestPassthroughPrerequisiteCommand : TargetTestCmdlet
{
    private readonly Dictionary<string,
        (VirtualMachineBase VM, List<AttachOperation> Operations)> asked = new(StringComparer.Ordinal);
    private readonly HashSet<(string Target, string Requirement, Verdict Result, string Found)> written = [];

    /// <summary>The virtual machines or templates.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "VM")]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Attach")]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "AttachDynamic")]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "AttachEnhanced")]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "AttachDeviceGroup")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public override VMReference[]? VM { get; set; }

    /// <summary>
    /// The passthrough devices, of hosts or of machines. With -VM, those that are to be attached to it, by object or by the id or
    /// name of a device of its host.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "PassthroughDevice")]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Attach")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [Takes(typeof(DeviceReference))]
    public override DeviceReference[]? PassthroughDevice { get; set; }

    /// <summary>A Dynamic device that is to be attached: the vendor and device IDs that fit, as 10de:1eb8.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AttachDynamic")]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(AllowedDevice))]
    public AllowedDevice[]? AllowedDevice { get; set; }

    /// <summary>Its hardware label.</summary>
    [Parameter(ParameterSetName = "AttachDynamic")]
    [ValidateNotNullOrEmpty]
    public string? HardwareLabel { get; set; }

    /// <summary>An Enhanced device that is to be attached: its DVX device class.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AttachEnhanced")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceClassCompleter))]
    public string? DeviceClass { get; set; }

    /// <summary>A device group of the machine's host, all devices of which are to be attached.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AttachDeviceGroup")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceGroupCompleter))]
    public string? DeviceGroup { get; set; }

    /// <summary>
    /// Returns one Boolean: true where nothing is Fail or Unknown. A Warning does not count, nor does what no operation can check
    /// (USB boot). Where nothing was tested, it is false. -Verbose says why it is false.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override bool IsQuiet => Quiet;

    private bool IsAttach => ParameterSetName.StartsWith("Attach", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsAttach) Collect();
        else Write(ByTarget(Tests()));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // At the end: the pipeline may bring the other devices that a machine is to have.
        foreach (var (vm, operations) in asked.Values)
        {
            // What is to be done keeps the order in which it is done.
            Attempt(() =>
            {
                var tests = AttachPrerequisites.Of(vm.ReadFrom, vm.Record, operations)
                    .ToLookup(static test => test.Result == Verdict.Pass);
                Write(tests[false].Select(test => test.InOrderFor(vm.Name)));
                Write(ByTarget(tests[true]));
            }, vm);
        }

        base.EndProcessing();
    }

    /// <summary>Target by target, of each what failed first.</summary>
    private static IEnumerable<PrerequisiteTest> ByTarget(IEnumerable<PrerequisiteTest> tests) =>
        tests.GroupBy(static test => test.Target.Uid, StringComparer.Ordinal)
            .SelectMany(static target => target.OrderByDescending(static test => test.Result));

    private void Write(IEnumerable<PrerequisiteTest> tests)
    {
        foreach (var found in tests)
        {
            var test = Advised(found);
            Count(test.IsAcceptable, () => $"{test.Requirement} is {test.Result} for {test.TargetName}: {test.Sentences}");
            if (!Quiet && written.Add((test.Target.Uid, test.Requirement, test.Result, test.Found))) WriteObject(test);
        }
    }

    private void Collect()
    {
        var request = new AttachRequest
        {
            PassthroughDevice = PassthroughDevice ?? [],
            HardwareLabel = HardwareLabel,
            AllowedDevice = AllowedDevice,
            DeviceClass = DeviceClass,
            DeviceGroup = DeviceGroup,
        };
        foreach (var vm in Finder.Changed(VM!, ObjectKinds.AnyVM))
        {
            foreach (var (operation, _) in request.For(this, Finder, vm))
            {
                if (!asked.TryGetValue(vm.Uid, out var one)) asked.Add(vm.Uid, one = (vm, []));
                if (operation is not AttachFixedDevice || !one.Operations.Contains(operation)) one.Operations.Add(operation);
            }
        }
    }

    private IEnumerable<PrerequisiteTest> Tests() =>
        VM is not null ? Finder.All(VM).SelectMany(static vm => VMPrerequisites.Of(vm.ReadFrom, vm.Record))
        : VMHost is not null ? Finder.All(VMHost).SelectMany(static host => HostPrerequisites.Of(host.ReadFrom, host.Record))
        : Devices().SelectMany(DevicePrerequisites.Of);
}
