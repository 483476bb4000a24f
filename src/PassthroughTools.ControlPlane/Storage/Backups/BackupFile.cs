using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage.Backups;

/// <summary>A backup that was read from its first byte to its last, and is whole. Its events are read again as they are
/// needed.</summary>
internal sealed class BackupFile
{
    /// <summary>The longest line: ten times the inventory of 1,000 hosts and 10,000 machines.</summary>
    private const int MaxLine = 256 * 1024 * 1024;

    private const int HeadLength = 64 * 1024;

    private readonly string path;
    private readonly string name;

    private BackupFile(string path, string name, InventoryState state, IReadOnlyList<AccessToken> tokens,
        BackupSummary summary) =>
        (this.path, this.name, State, Tokens, Summary) = (path, name, state, tokens, summary);

    /// <summary>The inventory, with the built-in catalog.</summary>
    public InventoryState State { get; }

    /// <summary>The tokens.</summary>
    public IReadOnlyList<AccessToken> Tokens { get; }

    /// <summary>What it has.</summary>
    public BackupSummary Summary { get; }

    /// <summary>Reads a backup and checks all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="PassthroughException">
    /// FileNotFound, AccessDenied; InputMalformed: it is no backup, or damaged, or not whole; InputVersionUnsupported: a newer
    /// version wrote it.
    /// </exception>
    public static BackupFile Read(string path, string name) => Guarded(name, () =>
    {
        InventoryState? state = null;
        IReadOnlyList<AccessToken>? tokens = null;
        (DateTime Created, long Revision)? head = null;
        long events = 0, last = 0;

        // First whether it is whole: what a damaged byte would make of its content tells nobody anything.
        foreach (var (property, value) in Values(path, name))
        {
            if (property == BackupLine.Head) _ = ReadHead(value);
        }

        foreach (var (property, value) in Values(path, name))
        {
            switch (property)
            {
                case BackupLine.Head:
                    head = ReadHead(value);
                    break;
                case BackupLine.Inventory:
                    using (var text = new StreamReader(AsStream(value), Utf8))
                        state = InventoryJson.Read(text, Catalog.BuiltIn, "", out _);
                    break;
                case BackupLine.Event:
                    var committed = EventOf(value);
                    if (committed.Sequence <= last) throw new FormatException(
                        FormattableString.Invariant($"event {committed.Sequence} comes after event {last}"));
                    (events, last) = (events + 1, committed.Sequence);
                    break;
                case BackupLine.Tokens:
                    tokens = TokenFile.Read(value.Span);
                    break;
            }
        }

        if (state!.Revision != head!.Value.Revision
            || last > state.Revision) throw new FormatException("its events and its inventory are not of one revision");
        return new BackupFile(path, name, state, tokens!,
            new BackupSummary(head.Value.Created, state.Revision, state.Hosts.Count, state.VMs.Count, events, tokens!.Count));
    });

    /// <summary>The events, the oldest first.</summary>
    /// <exception cref="PassthroughException">As <see cref="Read"/>: the file was changed meanwhile.</exception>
    public IEnumerable<InventoryEvent> Events()
    {
        using var values = Values(path, name).GetEnumerator();
        while (Guarded(name, () => values.MoveNext() ? values.Current : ((string, ReadOnlyMemory<byte>)?)null) is { } line)
        {
            if (line.Item1 == BackupLine.Event) yield return Guarded(name, () => EventOf(line.Item2));
        }
    }

    private static UTF8Encoding Utf8 => new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines in the order that a backup has, with the checksum compared at the end.</summary>
    private static IEnumerable<(string Property, ReadOnlyMemory<byte> Value)> Values(string path, string name)
    {
        using var file = InputFile.Open(path);
        if (file.ReadByte() != 0x1f || file.ReadByte() != 0x8b) throw NoBackup(name);
        uint length = LengthOf(file), read = 0;
        file.Seek(0, SeekOrigin.Begin);
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var expected = BackupLine.Head;
        long events = 0;
        foreach (var line in Lines(unpacked, name))
        {
            // After the inventory there are events, as many as there are, and then the tokens.
            var value = BackupLine.ValueOf(expected, line);
            if (value is null && expected == BackupLine.Event) value = BackupLine.ValueOf(expected = BackupLine.Tokens, line);
            if (value is not { } found) throw expected == BackupLine.Head ? NoBackup(name)
                : new FormatException(expected.Length > 0 ? $"its part '{expected}' is missing" : "there is more after its end");
            if (expected == BackupLine.End)
            {
                var (count, sum) = ReadEnd(found);
                if (count != events || sum != Convert.ToHexStringLower(hash.GetHashAndReset())) throw new FormatException(
                    "its checksum does not match");
            }

            hash.AppendData(line.Span);
            hash.AppendData("\n"u8);
            read = unchecked(read + (uint)line.Length + 1);
            if (expected == BackupLine.Event) events++;
            yield return (expected, found);
            expected = Next(expected);
        }

        if (expected.Length > 0) throw expected == BackupLine.Head ? NoBackup(name) : new FormatException("it ends too early");
        if (read != length) throw new FormatException("its last bytes are missing, or there are others after them");
    }

    /// <summary>The length of a file's text, modulo 2 to the 32nd, which is what the last four bytes of gzip say (RFC 1952,
    /// 2.3.1).</summary>
    private static uint LengthOf(FileStream file)
    {
        Span<byte> last = stackalloc byte[sizeof(uint)];
        file.Seek(-Math.Min(last.Length, file.Length), SeekOrigin.End);
        return file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false) == last.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(last) : 0;
    }

    private static string Next(string property) => property switch
    {
        BackupLine.Head => BackupLine.Inventory,
        BackupLine.Inventory or BackupLine.Event => BackupLine.Event,
        BackupLine.Tokens => BackupLine.End,
        _ => "",
    };

    /// <summary>Lines without their ends, each good until the next one; what is not ended is none.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream text, string name)
    {
        var buffer = new byte[HeadLength];
        int start = 0, length = 0, searched = 0;
        bool isFirst = true;
        while (true)
        {
            int end = Array.IndexOf(buffer, (byte)'\n', searched, length - searched);
            if (end >= 0)
            {
                yield return buffer.AsMemory(start, end - start);
                isFirst = false;
                start = searched = end + 1;
                continue;
            }

            // Of a file that is something else no more is read than a head may have.
            if (isFirst && length == HeadLength) throw NoBackup(name);
            Buffer.BlockCopy(buffer, start, buffer, 0, length - start);
            (start, length) = (0, length - start);
            searched = length;
            if (length == MaxLine) throw new FormatException("a line of it is longer than 256 MB");
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(MaxLine, buffer.Length * 2));
            int read = text.Read(buffer, length, buffer.Length - length);
            if (read == 0) break;
            length += read;
        }

        if (length > 0) throw isFirst ? NoBackup(name) : new FormatException("it ends too early");
    }

    private static (DateTime Created, long Revision) ReadHead(ReadOnlyMemory<byte> value)
    {
        var (json, reader) = Json(value);
        using var ending = json;
        DateTime? created = null;
        long? version = null, revision = null;
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "version":
                    version = reader.Long(1, int.MaxValue);
                    if (version > BackupLine.Version)
                        throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
                            $"its version is {version}, and this server reads {BackupLine.Version}"));
                    break;
                case "created": created = reader.Time(); break;
                case "revision": revision = reader.Long(0, long.MaxValue / 2); break;
                default: throw reader.Unknown(property, "backup's head");
            }
        }

        return version is not null && created is { } time && revision is { } number ? (time, number)
            : throw new FormatException("its head is not whole");
    }

    private static (long Events, string Sum) ReadEnd(ReadOnlyMemory<byte> value)
    {
        var (json, reader) = Json(value);
        using var ending = json;
        long? events = null;
        string? sum = null;
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "events": events = reader.Long(0, long.MaxValue / 2); break;
                case "sha256": sum = reader.RequiredText(); break;
                default: throw reader.Unknown(property, "backup's end");
            }
        }

        return (events ?? -1, sum ?? "");
    }

    private static InventoryEvent EventOf(ReadOnlyMemory<byte> value)
    {
        using var text = new StreamReader(AsStream(value), Utf8);
        return JournalBody.Read(text);
    }

    private static (JsonTextReader Json, RecordReader Reader) Json(ReadOnlyMemory<byte> value)
    {
        var json = new JsonTextReader(new StreamReader(AsStream(value), Utf8));
        var reader = new RecordReader(json);
        reader.Next();
        return (json, reader);
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> value) => MemoryMarshal.TryGetArray(value, out var bytes)
        ? new(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new(value.ToArray(), writable: false);

    private static PassthroughException NoBackup(string name) =>
        new(ErrorId.InputMalformed, $"{name} is not a backup of a control plane. Nothing was changed. Name a file that "
            + "'backup' or GET /api/v1/backup has made.", name);

    private static PassthroughException Damaged(string name, string what, Exception cause) => new(
        ErrorId.InputMalformed,
        $"{name} is damaged or not whole: {what}. Nothing was changed. Take another backup, or copy this one again.",
        name,
        cause);

    private static T Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is NotSupportedException or NewerFormException)
        {
            throw new PassthroughException(ErrorId.InputVersionUnsupported,
                $"{name} was made by a newer version: {e.Message}. Nothing was changed. Update the server.", name, e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(name, "its compressed bytes were changed or cut off", e);
        }
        catch (Exception e) when (e is FormatException or JsonException or System.Text.Json.JsonException
            or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw Damaged(name, Reason.Of(e.Message), e);
        }
        catch (IOException e)
        {
            throw new PassthroughException(ErrorId.AccessDenied,
                $"{name} cannot be read: {Reason.Of(e.Message)}. Nothing was changed.", name,
                e);
        }
    }
}
