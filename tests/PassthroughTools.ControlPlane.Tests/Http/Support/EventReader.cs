using System.Globalization;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>Reads an event stream frame by frame.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HttpResponseMessage answer;
    private readonly StreamReader reader;

    private EventReader(HttpResponseMessage answer, Stream stream)
    {
        this.answer = answer;
        reader = new StreamReader(stream);
    }

    /// <summary>Opens a stream and reads its first comment.</summary>
    public static async Task<EventReader> OpenAsync(HttpLab lab, string query = "", string? lastSeen = null)
    {
        (string, string)[] headers = lastSeen is null ? [] : [("Last-Event-ID", lastSeen)];
        return await OpenAsync(await lab.OpenAsync("GET", "/api/v1/events" + query, lab.Tokens.Reader.Bearer, null,
            HttpCompletionOption.ResponseHeadersRead, headers));
    }

    /// <summary>Takes a stream over and reads its first comment.</summary>
    public static async Task<EventReader> OpenAsync(HttpResponseMessage response)
    {
        response.EnsureSuccessStatusCode();
        var made = new EventReader(response, await response.Content.ReadAsStreamAsync());
        if (await made.NextAsync() is not { Comment: not null })
            throw new InvalidDataException("A stream begins with a comment.");
        return made;
    }

    /// <summary>The next frame; null at the end of the stream.</summary>
    public async Task<EventFrame?> NextAsync()
    {
        string? comment = null, kind = null, data = null;
        long? id = null;
        while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0) return new EventFrame(comment, id, kind, data);
            if (line[0] == ':') comment = line[1..].Trim();
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line[4..], CultureInfo.InvariantCulture);
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else throw new InvalidDataException($"'{line}' is no line of an event stream.");
        }

        return null;
    }

    /// <summary>The sequence numbers of the next changes.</summary>
    public async Task<IReadOnlyList<long>> ChangesAsync(int count)
    {
        var found = new List<long>();
        while (found.Count < count)
        {
            var frame = await NextAsync() ?? throw new InvalidDataException("The stream has ended.");
            if (frame.Comment is not null) continue;
            if (frame.Kind != "change") throw new InvalidDataException($"'{frame.Kind}' is no change.");
            found.Add(frame.Id!.Value);
        }

        return found;
    }

    public void Dispose()
    {
        reader.Dispose();
        answer.Dispose();
    }
}
