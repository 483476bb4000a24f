namespace PassthroughTools.Planning.Execution;

/// <summary>A step of a plan, or a host of it, that is to be carried out.</summary>
public sealed record PlanTask
{
    /// <summary>The step; null where it is about a host.</summary>
    public PlanStep? Step { get; init; }

    /// <summary>The host; null where it is about a step.</summary>
    public PlannedHost? Host { get; init; }

    /// <summary>Tasks of one stage may be carried out side by side; those of the next one wait for them.</summary>
    public required int Stage { get; init; }

    /// <summary>What it is done to, as in "VM 'gpu-01'".</summary>
    public required string Target { get; init; }

    /// <summary>What is done, as in "Suspend".</summary>
    public required string Action { get; init; }

    /// <summary>Of how many operations it consists.</summary>
    public required int Operations { get; init; }
}
