using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Prerequisites;

/// <summary>Whether one requirement of passthrough is met: the result of Test-PassthroughPrerequisite.</summary>
public sealed class PrerequisiteTest
{
    private readonly Finding finding;

    internal PrerequisiteTest(Finding finding)
    {
        this.finding = finding;
        Target = (InventoryObject)finding.Target!;
    }

    /// <summary>
    /// Pass, Warning (nothing is refused for it now; what is done later may be), Unknown (the inventory does not know) or Fail.
    /// </summary>
    public Verdict Result => finding.Verdict;

    /// <summary>The requirement's stable short name, such as MemoryReserved.</summary>
    public string Requirement => finding.Requirement;

    /// <summary>The test with its texts told otherwise.</summary>
    internal PrerequisiteTest With(Func<string, string> words) => new(finding with
    {
        Found = words(finding.Found),
        Needed = words(finding.Needed),
        Remedy = words(finding.Remedy),
        Command = finding.Command is { } command ? words(command) : null,
        Shows = finding.Shows is { } shows ? words(shows) : null,
    }) { MendedFor = MendedFor };

    /// <summary>The machine for which it is mended, in a list in order; null where it stands with its target's.</summary>
    internal string? MendedFor { get; init; }

    /// <summary>The test in a list of what is mended for a machine, in order.</summary>
    internal PrerequisiteTest InOrderFor(string vm) => new(finding) { MendedFor = vm };

    /// <summary>The virtual machine, host or device that must meet it.</summary>
    public InventoryObject Target { get; }

    /// <summary>The target's name; for a device its address and name.</summary>
    public string TargetName => Target is PassthroughDevice { Id: { } id } device ? $"{id} {device.Name}" : Target.Name;

    /// <summary>What was found, as a clause.</summary>
    public string Found => finding.Found;

    /// <summary>What is needed, as a clause; where no command mends it, what to do follows.</summary>
    public string Needed => finding.Advice is { Length: > 0 } advice ? $"{finding.Needed}. {advice}" : finding.Needed;

    /// <summary>
    /// The command that mends it; where none can, the one that shows what there is to choose from, or what stands in the way.
    /// Null where the requirement is met, and where no command helps.
    /// </summary>
    public string? Remedy => Result == Verdict.Pass ? null : finding.Command ?? finding.Shows;

    /// <summary>What to do, where no command mends it.</summary>
    internal string Advice => finding.Advice;

    /// <summary>All that is to be said of it, in sentences.</summary>
    internal string Sentences => $"{finding.Found}; {finding.Needed}. {finding.Remedy}";

    /// <summary>Who says that it is needed: the catalog's keys of the publications, and the publications in full.</summary>
    public string Source => string.Join("; ", finding.Sources.Select(static key => $"{key}: {Catalog.BuiltIn.Sources[key]}"));

    /// <summary>The id with which operations refuse where it is not met; null for what no operation can check.</summary>
    public ErrorId? ErrorId => finding.Id;

    /// <summary>
    /// Whether it stands in nobody's way: met or a warning. What is not known does, unless no operation can check it: the
    /// inventory never knows that.
    /// </summary>
    internal bool IsAcceptable => Result switch
    {
        Verdict.Fail => false,
        Verdict.Unknown => ErrorId is null,
        _ => true,
    };

    /// <summary>The result and the requirement, as in "Fail: MemoryReserved".</summary>
    public override string ToString() => finding is null ? nameof(PrerequisiteTest) : $"{Result}: {Requirement}";
}
