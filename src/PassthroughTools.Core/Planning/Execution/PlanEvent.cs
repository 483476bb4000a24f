namespace PassthroughTools.Planning.Execution;

/// <summary>What a plan's journal tells of a step.</summary>
public enum PlanEvent : long
{
    /// <summary>It was begun.</summary>
    Started,

    /// <summary>The server carries one of its operations out; the entry has that one's id.</summary>
    Running,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It was refused; the entry says why. Carrying the plan out again tries it again.</summary>
    Failed,
}
