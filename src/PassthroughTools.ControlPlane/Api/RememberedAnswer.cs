using PassthroughTools.Errors;
using PassthroughTools.Importing;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>An answer to a request with a key that changed nothing.</summary>
/// <param name="Time">When it was given, in UTC.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="Fingerprint">What tells the operation from others.</param>
/// <param name="Unchanged">The answer where all was as asked; null where it was refused.</param>
/// <param name="Refusal">The refusal; null where it was not refused.</param>
internal sealed record RememberedAnswer(
    DateTime Time, string Operation, string Fingerprint, OperationAnswer? Unchanged, PassthroughException? Refusal)
{
    // An answer of few words and its place; an item of an import's report with its names, and words of two bytes a letter.
    private const int OwnBytes = 1024, ItemBytes = 512;

    /// <summary>About how much memory it takes.</summary>
    public long Bytes =>
        OwnBytes
        + (2L * Refusal?.Message.Length ?? 0)
        + (Unchanged?.Decision is ImportDecision import ? (long)ItemBytes * import.Items.Count : 0);
}
