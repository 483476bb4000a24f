namespace VMware.Vim;

/// <summary>How far a task is.</summary>
public enum TaskInfoState : long
{
    queued,
    running,
    success,
    error,
}
