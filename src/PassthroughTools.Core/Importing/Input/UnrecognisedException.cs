namespace PassthroughTools.Importing.Input;

/// <summary>
/// Input that is no inventory. A file that was named is refused for it; one that a folder or an archive brought along is skipped.
/// </summary>
internal sealed class UnrecognisedException(int line, string what, string? advice = null, Exception? cause = null)
    : Exception(what, cause)
{
    /// <summary>The line that shows it; 0 where the whole file does.</summary>
    public int Line => line;

    /// <summary>Whether it is a piece of a list, without which the list beside it is not whole.</summary>
    public bool IsPartOfList { get; init; }

    /// <summary>What to give instead, as the end of a sentence; null where the message says it, or nobody asked.</summary>
    public string? Advice => advice;
}
