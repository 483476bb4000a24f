namespace PassthroughTools.Planning.Execution;

/// <summary>How far a maintenance plan is.</summary>
public enum PlanState : long
{
    /// <summary>Nothing of it was done.</summary>
    New,

    /// <summary>Evacuating was begun, and is running, was interrupted, or has failed steps.</summary>
    Evacuating,

    /// <summary>All hosts are in maintenance mode.</summary>
    Evacuated,

    /// <summary>Restoring was begun, and is running, was interrupted, or has failed steps.</summary>
    Restoring,

    /// <summary>All is as it was before.</summary>
    Restored,
}
