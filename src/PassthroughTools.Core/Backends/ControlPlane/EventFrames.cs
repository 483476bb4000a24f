using System.Text;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>
/// Reads server-sent events (HTML Living Standard, section 9.2), of which a comment counts as one without a kind.
/// </summary>
internal sealed class EventFrames(Stream stream) : IDisposable
{
    // A change of a whole host with its devices is far below it.
    private const int MaxLine = 64 * 1024 * 1024;

    private readonly byte[] buffer = new byte[16 * 1024];
    private readonly MemoryStream line = new();
    private int start, end;

    public void Dispose() => line.Dispose();

    /// <summary>The next event, or null at the end of the stream.</summary>
    /// <exception cref="FormatException">A line has no end.</exception>
    public async Task<(string Kind, string Data)?> NextAsync(CancellationToken cancellationToken)
    {
        string kind = "";
        var data = new StringBuilder();
        while (await LineAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            if (text.Length == 0) return (kind, data.ToString());
            if (text.StartsWith("event:", StringComparison.Ordinal)) kind = text.Substring(6).Trim();
            else if (text.StartsWith("data:", StringComparison.Ordinal)) data.Append(text, 5, text.Length - 5).Append('\n');
        }

        return null;
    }

    // A reader of lines cannot be cancelled on netstandard2.0; the stream below it can.
    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        line.SetLength(0);
        while (true)
        {
            if (start == end)
            {
                start = 0;
                end = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
                if (end == 0) return null;
            }

            int newline = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            int stop = newline < 0 ? end : newline;
            line.Write(buffer, start, stop - start);
            if (line.Length > MaxLine) throw new FormatException("a line of the events is longer than 64 MB");
            start = newline < 0 ? stop : stop + 1;
            if (newline >= 0) return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r');
        }
    }
}
