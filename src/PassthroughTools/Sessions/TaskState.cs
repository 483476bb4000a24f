namespace PassthroughTools.Sessions;

/// <summary>How far a task is, with PowerCLI's names.</summary>
public enum TaskState : long
{
    /// <summary>It waits.</summary>
    Queued,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended well.</summary>
    Success,

    /// <summary>It has failed; its Error says why.</summary>
    Error,

    /// <summary>Its server does not answer any more, and it may go on there; Get-Task asks again.</summary>
    Unknown,
}
