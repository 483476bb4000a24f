using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;

namespace PassthroughTools.Binding;

/// <summary>A maintenance plan: the object, its file, or its id.</summary>
public sealed class PlanReference
{
    /// <summary>Takes the plan.</summary>
    public PlanReference(MaintenancePlan plan) => Plan = plan;

    /// <summary>Takes a plan with what became of it.</summary>
    public PlanReference(PlanStatus status) => Plan = status.Plan with { Path = status.Path };

    /// <summary>Takes a path or an id.</summary>
    public PlanReference(string name) => Name = name;

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
        return MaintenancePlanFile.Read(isPath ? fileSystemPath(Name) : MaintenancePlanFile.DefaultPath(Name));
    }

    /// <summary>The path or id.</summary>
    public override string ToString() => Plan?.Id ?? Name!;
}
