using PassthroughTools.Text;
namespace PassthroughTools.Planning;

/// <summary>
/// What is to be done with each virtual machine of some hosts before these go under maintenance, and how it comes back. The
/// hosts' entering maintenance mode is no step: whoever carries the plan out does that after the last one.
/// </summary>
public sealed record MaintenancePlan
{
    /// <summary>What tells this plan from others: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made, in UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>The path or address of the server that it is for.</summary>
    public required string Target { get; init; }

    /// <summary>The revision of the inventory that it was made from.</summary>
    public required long Revision { get; init; }

    /// <summary>The hosts that go under maintenance.</summary>
    public required TextList<PlannedHost> Hosts { get; init; }

    /// <summary>How many steps are carried out at a time, at most.</summary>
    public required int ThrottleLimit { get; init; }

    /// <summary>One step for each machine and template on the hosts, in the order in which they are carried out.</summary>
    public required TextList<PlanStep> Steps { get; init; }

    /// <summary>The file that it is kept in; null where it is not kept yet.</summary>
    public string? Path { get; init; }

    /// <summary>Whether the hosts are free after the last step: no machine is blocked.</summary>
    public bool IsFeasible => Steps.All(static step => step.Action != PlanAction.Blocked);

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
