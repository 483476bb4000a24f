namespace PassthroughTools.Planning.Execution;

/// <summary>What a plan's journal tells of a step.</summary>
public enum PlanEvent
{
    /// <summary>It was begun.</summary>
    Started,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It was refused; the entry says why. Carrying the plan out again tries it again.</summary>
    Failed,
}
