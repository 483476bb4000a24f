using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Prerequisites;

namespace PassthroughTools.Reporting;

/// <summary>A virtual machine in a report: its row, and what works with its devices.</summary>
/// <param name="Row">The row.</param>
/// <param name="Capabilities">The capabilities.</param>
/// <param name="Runs">Whether it runs.</param>
internal sealed record MachineReport(MachineReportRow Row, CapabilityMatrix Capabilities, bool Runs)
{
    /// <summary>What becomes of it where its host goes under maintenance, as far as its devices decide.</summary>
    public Fate Fate => (Row.VMotion, Row.SuspendResume) switch
    {
        (nameof(CapabilitySupport.Supported), _) => Fate.Moves,
        (_, nameof(CapabilitySupport.Supported)) => Fate.Suspends,
        (nameof(CapabilitySupport.NotSupported), nameof(CapabilitySupport.NotSupported)) => Fate.GoesDown,
        _ => Fate.Unknown,
    };

    /// <summary>
    /// Why it does not move or cannot be suspended; nothing where it does both. What one device denies is said once.
    /// </summary>
    public string Why
    {
        get
        {
            var (moves, suspends) = (Capabilities[PassthroughFeature.VMotion], Capabilities[PassthroughFeature.SuspendResume]);
            if (suspends.Support == CapabilitySupport.Supported
                || (suspends.Support == moves.Support && suspends.LimitedBy == moves.LimitedBy))
                return moves.Support == CapabilitySupport.Supported ? "" : Row.VMotionReason;
            return moves.Support == CapabilitySupport.Supported
                ? Row.SuspendResumeReason
                : $"{Row.VMotionReason}; {Row.SuspendResumeReason}";
        }
    }

    public static MachineReport Of(VirtualMachine vm, string server, IReadOnlyList<PrerequisiteTest> tests)
    {
        var capabilities = vm.Capabilities;
        var row = MachineReportRow.Of(
            vm, server, capabilities[PassthroughFeature.VMotion], capabilities[PassthroughFeature.SuspendResume], tests);
        return new MachineReport(row, capabilities, vm.PowerState == VMPowerState.PoweredOn);
    }
}
