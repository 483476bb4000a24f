namespace PassthroughTools.Planning.Execution;

/// <summary>The halves of a maintenance window.</summary>
public enum PlanPhase : long
{
    /// <summary>The hosts are freed and enter maintenance mode.</summary>
    Evacuate,

    /// <summary>The hosts are in service again, and the machines come back to hosts and power states of before.</summary>
    Restore,
}
