using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;

namespace PassthroughTools.Reporting;

/// <summary>
/// A virtual machine as a row of words and numbers, for a spreadsheet or a mail: the result of Get-PassthroughReport.
/// </summary>
public sealed record MachineReportRow
{
    /// <summary>The machine's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its host.</summary>
    public required string VMHost { get; init; }

    /// <summary>The name of its cluster, or null.</summary>
    public required string? Cluster { get; init; }

    /// <summary>PoweredOn, PoweredOff or Suspended.</summary>
    public required string PowerState { get; init; }

    /// <summary>How many passthrough devices it has.</summary>
    public required int DeviceCount { get; init; }

    /// <summary>
    /// Its passthrough devices, each with address, name and technology; of a request that holds no device what it asks for.
    /// </summary>
    public required string Devices { get; init; }

    /// <summary>Whether its devices let it move to another host while it runs: Supported, NotSupported or Unknown.</summary>
    public required string VMotion { get; init; }

    /// <summary>Why; of several devices also which one decides.</summary>
    public required string VMotionReason { get; init; }

    /// <summary>Whether its devices let it be suspended: Supported, NotSupported or Unknown.</summary>
    public required string SuspendResume { get; init; }

    /// <summary>Why; of several devices also which one decides.</summary>
    public required string SuspendResumeReason { get; init; }

    /// <summary>
    /// What Test-PassthroughPrerequisite finds for its next power-on: Pass, or Fail, Unknown or Warning with the requirements, as
    /// in "Fail: MemoryReserved, EfiFirmware". Null where it has neither passthrough devices nor vGPUs.
    /// </summary>
    public required string? Prerequisites { get; init; }

    /// <summary>The machine's id.</summary>
    public required string Id { get; init; }

    /// <summary>The server that it is on, and whether that is a rehearsal.</summary>
    public required string Server { get; init; }

    /// <summary>The machine's name.</summary>
    public override string ToString() => Name;

    /// <summary>Makes the row of a machine.</summary>
    internal static MachineReportRow Of(VirtualMachine vm, string server) => Of(
        vm, server,
        CapabilityResolver.ForVM(vm.ReadFrom, vm.Record, PassthroughFeature.VMotion),
        CapabilityResolver.ForVM(vm.ReadFrom, vm.Record, PassthroughFeature.SuspendResume),
        TestsOf(vm));

    /// <summary>Makes the row of a machine whose capabilities and prerequisites are known already.</summary>
    internal static MachineReportRow Of(
        VirtualMachine vm, string server, Capability vmotion, Capability suspend, IReadOnlyList<PrerequisiteTest> tests) => new()
    {
        Name = vm.Name,
        VMHost = vm.VMHost.Name,
        Cluster = vm.Cluster?.Name,
        PowerState = vm.PowerState.ToString(),
        DeviceCount = vm.Record.Devices.Count,
        Devices = string.Join("; ", vm.PassthroughDevices.Select(Words)),
        VMotion = ReportWords.Of(vmotion.Support),
        VMotionReason = Reason(vm, vmotion),
        SuspendResume = ReportWords.Of(suspend.Support),
        SuspendResumeReason = Reason(vm, suspend),
        Prerequisites = IsOrdinary(vm.Record) ? null : Worst(tests),
        Id = vm.Id,
        Server = server,
    };

    /// <summary>What a machine is tested for: nothing where it has neither passthrough devices nor vGPUs.</summary>
    internal static IReadOnlyList<PrerequisiteTest> TestsOf(VirtualMachine vm) =>
        IsOrdinary(vm.Record) ? [] : VMPrerequisites.Of(vm.ReadFrom, vm.Record);

    /// <summary>Whether a test tells something of a machine with devices: that it runs its power state tells.</summary>
    internal static bool Tells(PrerequisiteTest test) => test.ErrorId is not (null or Errors.ErrorId.VMNotPoweredOff);

    private static string Worst(IReadOnlyList<PrerequisiteTest> tests)
    {
        var worst = tests.Where(static test => Tells(test) && test.Result != Verdict.Pass).GroupBy(static test => test.Result)
            .OrderByDescending(static group => group.Key).FirstOrDefault();
        return worst is null ? nameof(Verdict.Pass)
            : $"{worst.Key}: {string.Join(", ", worst.Select(static test => test.Requirement).Distinct(StringComparer.Ordinal))}";
    }

    private static bool IsOrdinary(VMRecord vm) => vm.Devices.Count == 0 && !VGpu.Of(vm).Any();

    private static string Reason(VirtualMachine vm, Capability capability) =>
        capability.LimitedBy is { } device && vm.Record.Devices.Count > 1 ? $"{capability.Reason} ({device})" : capability.Reason;

    private static string Words(PassthroughDevice device) =>
        $"{(device.Id is { } id && id != device.Name ? $"{id} " : "")}{device.Name} ({device.Technology})";
}
