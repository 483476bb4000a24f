using System.Management.Automation;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;

namespace PassthroughTools.Commands;

/// <summary>Tests every requirement of passthrough for virtual machines, devices or hosts, and says what mends it.</summary>
/// <remarks>
///   <para>The rules are those by which devices are attached and machines powered on: what is Fail here is refused there, with
///   the id that ErrorId says. Remedy is the command that mends it, to be run as it stands; where no command can, it is what to
///   do. Unknown means that the inventory does not know. Warning means that nothing is refused for it now.</para>
///   <para>A machine with passthrough devices is tested for its next power-on, together with its host and its devices; while it
///   runs or is suspended, what that would be refused for is a Warning, but for vhv.enable, which goes with no passthrough
///   device. A machine without is tested for its first device: what only some technologies and devices need is a
///   Warning.</para>
///   <para>A host is tested with the devices that are in a passthrough mode or that the catalog or a DVX class lists; a device
///   that serves a machine, vGPUs or the host itself is a Warning at most. A host's device by itself is tested for being attached
///   now.</para>
///   <para>A requirement of a host or device that several machines share is returned once. No inventory says whether a host boots
///   from USB: that is Unknown for every host.</para>
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
    private readonly HashSet<(string Target, string Requirement, Verdict Result, string Found)> written = [];

    /// <summary>
    /// Returns one Boolean: true where nothing is Fail or Unknown. A Warning does not count, nor does what no operation can check
    /// (USB boot). Where nothing was tested, it is false. -Verbose says why it is false.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override bool IsQuiet => Quiet;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var test in Tests())
        {
            Count(test.IsAcceptable, () => $"{test.Requirement} is {test.Result} for {test.TargetName}: {test.Found}; {test.Needed}. {test.Remedy}");
            if (!Quiet && written.Add((test.Target.Uid, test.Requirement, test.Result, test.Found))) WriteObject(test);
        }
    }

    private IEnumerable<PrerequisiteTest> Tests() =>
        VM is not null ? Finder.All(VM).SelectMany(static vm => VMPrerequisites.Of(vm.ReadFrom, vm.Record))
        : VMHost is not null ? Finder.All(VMHost).SelectMany(static host => HostPrerequisites.Of(host.ReadFrom, host.Record))
        : Devices().SelectMany(DevicePrerequisites.Of);
}
