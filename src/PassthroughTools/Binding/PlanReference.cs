using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;

namespace PassthroughTools.Binding;

/// <summary>
/// A maintenance plan: the object, its file, or its id. One that came from another session is read from its file.
/// </summary>
public sealed class PlanReference : Reference
{
    private readonly string? id;

    /// <summary>Takes the plan.</summary>
    public PlanReference(MaintenancePlan plan) => Plan = plan;

    /// <summary>Takes a plan with what became of it.</summary>
    public PlanReference(PlanStatus status) => Plan = status.Plan with { Path = status.Path };

    /// <summary>Takes a path or an id.</summary>
    public PlanReference(string name) => Name = name;

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public PlanReference(PSObject value)
    {
        var given = Given.Of(value, takesNames: true, typeof(MaintenancePlan), typeof(PlanStatus));
        Plan = given.Item is PlanStatus status ? new PlanReference(status).Plan : (MaintenancePlan?)given.Item;
        id = given.Serialized?.Id;
        Name = given.Name ?? given.Serialized?["Path"] ?? id;
    }

    /// <summary>The plan, where one was given.</summary>
    public MaintenancePlan? Plan { get; }

    /// <summary>The path or id, where one was given.</summary>
    public string? Name { get; }

    /// <summary>The plan, read where its file or id was given.</summary>
    /// <exception cref="Errors.PassthroughException">PlanNotFound, InputMalformed and others: it cannot be read.</exception>
    internal MaintenancePlan Resolve(Func<string, string> fileSystemPath)
    {
        if (Plan is not null) return Plan;
        bool isPath = Name!.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || Name.IndexOfAny(['/', '\\']) >= 0;
        var path = isPath ? fileSystemPath(Name) : MaintenancePlanFile.DefaultPath(Name);
        if (id is null) return MaintenancePlanFile.Read(path);
        if (File.Exists(path) && MaintenancePlanFile.Read(path) is var kept
            && string.Equals(kept.Id, id, StringComparison.Ordinal))
            return kept;
        throw new PassthroughException(
            ErrorId.PlanNotFound,
            $"Plan {id} was made in another session, and is not in '{path}'. Keep it in a file there, and give its path here: "
            + "New-PassthroughMaintenancePlan -Path",
            id);
    }

    private protected override object? Meant => Plan;

    private protected override string? MeantName => Name;

    private protected override string? MeantId => ToString();

    /// <summary>The path or id.</summary>
    public override string ToString() => Plan?.Id ?? Name!;
}
