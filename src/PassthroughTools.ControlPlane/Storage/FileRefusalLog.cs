using System.Text;
using Newtonsoft.Json;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Storage;

/// <summary>The refusals of a local store, one JSON object a line in a file beside it.</summary>
internal sealed class FileRefusalLog : IRefusalLog, IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly Action<ILogger, string, string, Exception?> LogUnwritten = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(3, "RefusalNotWritten"), "A refusal could not be written to '{Path}': {Refusal}");

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string path;
    private readonly ILogger log;
    private long last;

    /// <summary>Opens the log of a store: for lab.json it is lab.refusals.jsonl.</summary>
    public FileRefusalLog(string store, ILogger<FileRefusalLog> log)
    {
        path = Path.ChangeExtension(Path.GetFullPath(store), ".refusals.jsonl");
        this.log = log;
        if (File.Exists(path)) last = File.ReadLines(path).LongCount();
    }

    public async Task AddAsync(Refusal refusal, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var line = JsonAnswer.ToText(json => Write(json, refusal with { Number = last + 1 })) + "\n";
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(path, options);
            await using (file) await file.WriteAsync(Utf8.GetBytes(line), cancellationToken);
            last++;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, path, JsonAnswer.ToText(json => Write(json, refusal)), e);
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<IReadOnlyList<Refusal>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<Refusal>();
        if (!File.Exists(path)) return found;
        long number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (++number <= after || found.Count == limit) continue;
            if (TryRead(line, number) is { } refusal) found.Add(refusal);
        }

        return found;
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

    // A line that a crash tore is left out: nobody was answered because of it.
    private static Refusal? TryRead(string line, long number)
    {
        try
        {
            var read = Newtonsoft.Json.Linq.JObject.Load(new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None, MaxDepth = 8 });
            string? Text(string name) => (string?)read[name];
            return new Refusal
            {
                Number = number,
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
        catch (JsonException)
        {
            return null;
        }
    }
}
