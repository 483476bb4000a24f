namespace PassthroughTools.Errors;

/// <summary>
/// A refusal or failure with a stable id. The message names the object, says why and what to do. Nothing has changed when it is
/// thrown.
/// </summary>
public sealed class PassthroughException : Exception
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="id">The stable id.</param>
    /// <param name="message">The object, why, and what to do.</param>
    /// <param name="target">The offending object: an object of the inventory, or the text that was given.</param>
    /// <param name="innerException">The cause, where another exception is it.</param>
    public PassthroughException(ErrorId id, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Id = id;
        Target = target;
    }

    /// <summary>The stable id.</summary>
    public ErrorId Id { get; }

    /// <summary>The offending object: an object of the inventory, or the text that was given.</summary>
    public object? Target { get; }

    /// <summary>The message, as Export-Csv writes it: a refusal is no fault, and where it was thrown says nothing.</summary>
    public override string ToString() => Message;
}
