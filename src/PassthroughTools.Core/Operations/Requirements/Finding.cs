using PassthroughTools.Errors;

namespace PassthroughTools.Operations.Requirements;

/// <summary>
/// What was found of one requirement. Operations refuse with it, preflight checks report it: one rule, one wording.
/// </summary>
internal sealed record Finding
{
    /// <summary>The requirement's stable short name.</summary>
    public required string Requirement { get; init; }

    /// <summary>The id of the refusal where the requirement is not met; null for one that no operation can check.</summary>
    public required ErrorId? Id { get; init; }

    /// <summary>Whether it is met.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The host, device or virtual machine that must meet it.</summary>
    public required object? Target { get; init; }

    /// <summary>What was found, as a clause that names the object.</summary>
    public required string Found { get; init; }

    /// <summary>What is needed, as a clause.</summary>
    public required string Needed { get; init; }

    /// <summary>What to do, as a sentence, with the command that mends it where there is one.</summary>
    public required string Remedy { get; init; }

    /// <summary>The command that mends it, alone, where there is one that does.</summary>
    public string? Command { get; init; }

    /// <summary>The command that shows what there is to choose from, or what stands in the way, where none mends it.</summary>
    public string? Shows { get; init; }

    /// <summary>What to do, where no command does it, as a clause; empty where one does.</summary>
    public string Advice => Verdict == Verdict.Pass || Command is not null ? ""
        : (Shows is not null && Remedy.EndsWith(": " + Shows, StringComparison.Ordinal)
            ? Remedy.Substring(0, Remedy.Length - Shows.Length - 2)
            : Remedy).TrimEnd('.');

    /// <summary>The catalog's keys of the publications that say so.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Whether what was found says already what is needed, so that a refusal does not.</summary>
    public bool SaysNeed { get; init; }

    /// <summary>The refusal that this finding is a reason for.</summary>
    public PassthroughException Refusal() =>
        new(Id!.Value, SaysNeed ? $"{Found}. {Remedy}" : $"{Found}; {Needed}. {Remedy}", Target);

    /// <summary>The finding where nothing is refused for it yet: a failure is a warning then.</summary>
    public Finding AsWarning() => Verdict == Verdict.Fail ? this with { Verdict = Verdict.Warning } : this;

    /// <summary>Refuses where the requirement is not met; what is not known is no reason to.</summary>
    /// <exception cref="PassthroughException">The requirement is not met.</exception>
    public void Enforce()
    {
        if (Verdict == Verdict.Fail) throw Refusal();
    }

    /// <summary>As above, and refuses what is not known either, unless it is forced.</summary>
    /// <exception cref="PassthroughException">The requirement is not met, or it is not known whether it is.</exception>
    public void Enforce(bool force)
    {
        if (Verdict == Verdict.Fail || (Verdict == Verdict.Unknown && !force)) throw Refusal();
    }
}
