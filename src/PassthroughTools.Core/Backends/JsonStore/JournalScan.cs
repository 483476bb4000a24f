using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.State.Json;
using PassthroughTools.Text;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>
/// Goes through a journal's bytes line by line. A last line without its end was never acknowledged and is left out; any other
/// damage is StoreCorrupt, naming file and line. A torn head is damage too, since a journal with its head is put in its place as
/// a whole.
/// </summary>
internal sealed class JournalScan
{
    private readonly string path;
    private readonly byte[] bytes;
    private readonly long offset;
    private int consumed, begun;

    /// <summary>Begins at the first byte of a line.</summary>
    /// <param name="path">The journal, for messages.</param>
    /// <param name="bytes">The journal's bytes from that line on.</param>
    /// <param name="offset">How many bytes stand before that line.</param>
    /// <param name="lines">How many lines stand before it.</param>
    public JournalScan(string path, byte[] bytes, long offset = 0, int lines = 0)
    {
        this.path = path;
        this.bytes = bytes;
        this.offset = offset;
        Lines = lines;
    }

    /// <summary>Where in the file the whole lines that were gone through end.</summary>
    public long Offset => offset + consumed;

    /// <summary>How many lines were gone through or stand before.</summary>
    public int Lines { get; private set; }

    /// <summary>Begins at a place in an open journal, perhaps one that is being written.</summary>
    /// <exception cref="PassthroughException">StoreCorrupt: it is too long for a journal.</exception>
    public static JournalScan Of(FileStream journal, long offset = 0, int lines = 0)
    {
        try
        {
            return new JournalScan(journal.Name, AtomicFile.ReadFrom(journal, offset), offset, lines);
        }
        catch (FormatException e)
        {
            throw new JournalScan(journal.Name, [], offset, lines).Corrupt(e.Message, e);
        }
    }

    /// <summary>The revision after which the journal begins, and its version, from its head, which must be next.</summary>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported.</exception>
    public (long After, int Version) Head()
    {
        if (NextLine() is { } found) return Parse(() => JournalLine.ReadHead(bytes, found.Offset, found.Count));
        Lines++;
        throw Corrupt("its head is torn or missing");
    }

    /// <summary>The last bytes of what was gone through, at most some: by them the place is known again.</summary>
    public byte[] Tail(int most)
    {
        var tail = new byte[Math.Min(consumed, most)];
        Array.Copy(bytes, consumed - tail.Length, tail, 0, tail.Length);
        return tail;
    }

    /// <summary>The events from here on.</summary>
    /// <param name="revision">The revision that the next line follows.</param>
    /// <param name="skipTo">Events up to this revision are checked but not read.</param>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported.</exception>
    public IEnumerable<InventoryEvent> Events(long revision, long skipTo)
    {
        while (NextLine() is { } found)
        {
            revision++;
            var committed = revision <= skipTo ? null : Parse(() => JournalLine.Read(bytes, found.Offset, found.Count));
            long sequence = committed?.Sequence ?? JournalLine.SequenceOf(bytes, found.Offset, found.Count);
            if (sequence != revision)
                throw Corrupt(FormattableString.Invariant($"its sequence number is {sequence}, and {revision} is next"));
            if (committed is not null) yield return committed;
        }
    }

    /// <summary>The idempotency keys of the events from here on, of which the rest is not read.</summary>
    /// <param name="revision">The revision that the next line follows.</param>
    /// <param name="skipTo">Events up to this revision are passed over.</param>
    /// <param name="last">The revision after which nothing is read.</param>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported.</exception>
    public IEnumerable<UsedKey> Keys(long revision, long skipTo, long last)
    {
        while (++revision <= last && NextLine() is { } found)
        {
            if (revision > skipTo && Parse(() => JournalLine.ReadKey(bytes, found.Offset, found.Count)) is { } used)
                yield return used;
        }
    }

    /// <summary>Damage at the line that was read last.</summary>
    public PassthroughException Corrupt(string what, Exception? cause = null) => new(
        ErrorId.StoreCorrupt,
        FormattableString.Invariant($"Journal '{path}', line {Lines}: {Reason.Of(what)}. Nothing was changed. ") + Choices(),
        path,
        cause);

    /// <summary>What can be done about the damage, and how many changes each way loses.</summary>
    private string Choices()
    {
        // Of a journal that was read to some line before, the lines from there on are known here.
        int left = 0;
        for (int at = begun; (at = Array.IndexOf(bytes, (byte)'\n', at)) >= 0; at++) left++;
        int all = Math.Max(0, Lines - 2) + left;
        const string Restoring = "Restore the store from a backup. Without one, ",
            Away = "to go back to the snapshot beside it, ";
        if (Lines <= 1)
            return Restoring + FormattableString.Invariant($"move the journal away {Away}which loses its {left} lines.");
        return Restoring
            + FormattableString.Invariant($"keep a copy of the journal and cut it before line {Lines}, ")
            + FormattableString.Invariant($"which loses the last {Changes(left)}; or move it away {Away}")
            + FormattableString.Invariant($"which loses all {Changes(all)} of the journal.");
    }

    private static string Changes(int count) => FormattableString.Invariant($"{count} change{(count == 1 ? "" : "s")}");

    private (int Offset, int Count)? NextLine()
    {
        int start = begun = consumed;
        if (start >= bytes.Length) return null;
        int end = Array.IndexOf(bytes, (byte)'\n', start);
        if (end < 0)
        {
            // Torn, unless a whole line stands there with something else in the place of its end.
            if (!JournalLine.IsSealed(bytes, start, bytes.Length - 1 - start)) return null;
            Lines++;
            throw Corrupt("its end is damaged");
        }

        Lines++;
        if (!JournalLine.IsSealed(bytes, start, end - start)) throw Corrupt("its checksum does not match");
        consumed = end + 1;
        return (start, end - start);
    }

    private T Parse<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (NotSupportedException e)
        {
            throw Newer(FormattableString.Invariant($"Journal '{path}': {e.Message}"), e);
        }
        catch (NewerFormException e)
        {
            // Its checksum is right: it is as it was written.
            throw Newer(FormattableString.Invariant(
                $"Journal '{path}', line {Lines}, is whole, and this version cannot read it: {Reason.Of(e.Message)}"), e);
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException or OverflowException)
        {
            throw Corrupt(e.Message, e);
        }
    }

    private PassthroughException Newer(string what, Exception cause) =>
        new(ErrorId.StoreVersionUnsupported, $"{what}. {NewerVersion.Advice}", path, cause);
}
