namespace PassthroughTools.Planning;

/// <summary>What a maintenance plan may do, and for which server it is.</summary>
public sealed record MaintenancePlanOptions
{
    /// <summary>The path or address of the server that the plan is for.</summary>
    public required string Target { get; init; }

    /// <summary>The ids of the machines that may be powered off; null for all, empty for none.</summary>
    public IReadOnlyCollection<string>? MayPowerOff { get; init; }

    /// <summary>
    /// What is to be done with some machines, by id, instead of the gentlest that is possible: VMotion, Suspend, PowerCycle or
    /// PowerOff for one that runs, ColdMove or None for one that does not. What is not possible blocks the plan, and what is
    /// meant for a running machine is nothing to one that does not run. Powering off needs <see cref="MayPowerOff"/> all the
    /// same.
    /// </summary>
    public IReadOnlyDictionary<string, PlanAction> Overrides { get; init; } = new Dictionary<string, PlanAction>(
        StringComparer.Ordinal);

    /// <summary>How many steps are carried out at a time, at most: 1 to 64.</summary>
    public int ThrottleLimit { get; init; } = 4;
}
