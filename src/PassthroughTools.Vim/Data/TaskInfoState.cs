namespace PassthroughTools.Vim.Data;

/// <summary>VIM TaskInfoState.</summary>
public enum TaskInfoState : long
{
    queued,
    running,
    success,
    error,
}
