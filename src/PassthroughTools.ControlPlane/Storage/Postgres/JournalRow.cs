using System.Text;
using Newtonsoft.Json;
using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>
/// An event as the journal has it: the whole as JSON, and beside it what somebody who reads the table looks for.
/// </summary>
/// <param name="Event">The event.</param>
/// <param name="Body">It as JSON.</param>
internal sealed record JournalRow(InventoryEvent Event, string Body)
{
    // What fits into an entry of the index over both, of 2,704 bytes.
    private const int MaxKeyBytes = 2000;

    /// <summary>
    /// The row of an event. One that could not be read back is refused here: written, it would close the store for good.
    /// </summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static JournalRow Of(InventoryEvent committed)
    {
        try
        {
            if (!CanBeKey(committed.Actor, committed.Request?.Key))
                throw new FormatException(
                    "the idempotency key or the actor's name is too long, or holds characters that a database cannot");
            var body = JournalBody.Write(committed);
            JournalBody.Read(body);
            return new JournalRow(committed, body);
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"{committed.Operation} of '{committed.Target}' asks for what a store cannot "
                + $"hold: {Reason.Of(e.Message)}. Nothing changed. Choose another value.",
                committed.Target,
                e);
        }
    }

    /// <summary>Whether a journal can have a request of an actor with a key.</summary>
    public static bool CanBeKey(string actor, string? key) =>
        CanBeText(actor) && (key is null
            || (CanBeText(key) && Encoding.UTF8.GetByteCount(actor) + Encoding.UTF8.GetByteCount(key) <= MaxKeyBytes));

    /// <summary>A text as a column can have it: what it cannot is replaced.</summary>
    public static string? Storable(string? text) => text is null || CanBeText(text)
        ? text
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static bool CanBeText(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
