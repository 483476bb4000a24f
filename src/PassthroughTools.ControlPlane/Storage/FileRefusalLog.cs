using System.Text;
using Newtonsoft.Json;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Storage;

/// <summary>The refusals of a local store, one JSON object a line in a file beside it.</summary>
internal sealed class FileRefusalLog : IRefusalLog, IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly Action<ILogger, string, string, string, long, Exception?> LogUnwritten =
        LoggerMessage.Define<string, string, string, long>(
            LogLevel.Error,
            new EventId(3, "RefusalNotWritten"),
            "A refusal could not be written to '{Path}': {Refusal} {Reason} {Untold} others since the line before.");

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string path;
    private readonly ILogger log;
    private long last, toldMinute, untold;

    /// <summary>Opens the log of a store: for lab.json it is lab.refusals.jsonl.</summary>
    public FileRefusalLog(string store, ILogger<FileRefusalLog> log)
    {
        var folder = RealPath.Of(Path.GetDirectoryName(Path.GetFullPath(store))!);
        path = Path.Combine(folder, Path.GetFileNameWithoutExtension(store) + ".refusals.jsonl");
        this.log = log;
        if (IsThere) last = Lines(File.ReadLines(path)).LastOrDefault().Number;
    }

    /// <summary>Whether there is a file, and not only a link to one that there is not.</summary>
    private bool IsThere => File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists != false;

    public async Task AddAsync(Refusal refusal, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var line = JsonAnswer.ToText(json => Write(json, refusal with { Number = last + 1 })) + "\n";
            ForeignLink.Refuse(path);
            var file = PrivateFile.Open(path, FileMode.Append, FileAccess.Write, FileShare.Read, 4096);
            await using (file) await file.WriteAsync(Utf8.GetBytes(IsTorn() ? "\n" + line : line), cancellationToken);
            last++;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PassthroughException)
        {
            Tell(refusal, e.Message);
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<IReadOnlyList<Refusal>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<Refusal>();
        if (!IsThere) return found;
        long number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (TryRead(line, number + 1) is not { } refusal) continue;
            number = refusal.Number;
            if (number > after) found.Add(refusal);
            if (found.Count == limit) break;
        }

        return found;
    }

    public async Task<IReadOnlyList<Refusal>> ReadBeforeAsync(long before, int limit, CancellationToken cancellationToken)
    {
        var found = new Queue<Refusal>();
        if (!IsThere) return [];
        long number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (TryRead(line, number + 1) is not { } refusal) continue;
            number = refusal.Number;
            if (number >= before) break;
            found.Enqueue(refusal);
            if (found.Count > limit) found.Dequeue();
        }

        return [.. found];
    }

    /// <summary>
    /// Removes what is older or more than is to be kept; the newest stays, from which the next one's number is counted.
    /// </summary>
    public async Task PruneAsync(RetentionLimits limits, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!IsThere) return;
            var lines = Lines(await File.ReadAllLinesAsync(path, cancellationToken)).ToList();
            int expired = Math.Min(
                limits.Expired([.. lines.Select(static line => (line.Refusal.Time, (long)Utf8.GetByteCount(line.Text) + 1))],
                    DateTime.UtcNow), lines.Count - 1);
            if (expired <= 0) return;
            AtomicFile.Write(path, like: path, stream =>
            {
                foreach (var (text, _, _) in lines.Skip(expired)) stream.Write(Utf8.GetBytes(text + "\n"));
            });
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Writes a refusal as the log and the API have it.</summary>
    public static void Write(JsonTextWriter json, Refusal refusal)
    {
        json.WriteStartObject();
        json.Property("number", refusal.Number);
        json.Property("time", JsonTime.Format(refusal.Time));
        json.Property("actor", refusal.Actor);
        json.Property("source", refusal.Source);
        json.Property("requestId", refusal.RequestId);
        json.Property("key", refusal.Key);
        json.Property("operation", refusal.Operation);
        json.Property("id", refusal.Id);
        json.Property("message", refusal.Message);
        json.WriteEndObject();
    }

    private static IEnumerable<(string Text, long Number, Refusal Refusal)> Lines(IEnumerable<string> lines)
    {
        long number = 0;
        foreach (var line in lines)
        {
            if (TryRead(line, number + 1) is not { } refusal) continue;
            number = refusal.Number;
            yield return (line, number, refusal);
        }
    }

    /// <summary>One a minute: what has no room here may have none in the log either.</summary>
    private void Tell(Refusal refusal, string reason)
    {
        long minute = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMinute;
        if (minute == toldMinute)
        {
            untold++;
            return;
        }

        LogUnwritten(log, path, JsonAnswer.ToText(json => Write(json, refusal)), reason, untold, null);
        (toldMinute, untold) = (minute, 0);
    }

    private bool IsTorn()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        if (file.Length == 0) return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    // A line that a crash tore is left out: nobody was answered because of it.
    private static Refusal? TryRead(string line, long number)
    {
        try
        {
            var read = Newtonsoft.Json.Linq.JObject.Load(
                new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None, MaxDepth = 8 });
            string? Text(string name) => (string?)read[name];
            return new Refusal
            {
                Number = (long?)read["number"] ?? number,
                Time = JsonTime.TryParse(Text("time"), out var time) ? time : default,
                Actor = Text("actor"),
                Source = Text("source"),
                RequestId = Text("requestId") ?? "",
                Key = Text("key"),
                Operation = Text("operation") ?? "",
                Id = Text("id") ?? "",
                Message = Text("message") ?? "",
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidCastException or ArgumentException
            or OverflowException)
        {
            return null;
        }
    }
}
