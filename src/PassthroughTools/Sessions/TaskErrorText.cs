namespace PassthroughTools.Sessions;

/// <summary>A task whose error ConvertTo-Json writes as its message, and not with all that an exception carries.</summary>
public abstract class TaskErrorText
{
    private protected TaskErrorText()
    {
    }

    /// <summary>Why it failed, as a sentence.</summary>
    public string? Error => Fault?.Message;

    private protected abstract Exception? Fault { get; }
}
