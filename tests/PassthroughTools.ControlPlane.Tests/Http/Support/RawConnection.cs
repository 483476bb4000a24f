using System.Net.Sockets;
using System.Text;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>A connection over which any bytes can be sent, and answers read.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient client;
    private readonly NetworkStream stream;
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start, end;

    private RawConnection(TcpClient client)
    {
        this.client = client;
        stream = client.GetStream();
    }

    /// <summary>Connects a server.</summary>
    /// <param name="address">The server's.</param>
    /// <param name="receiveBuffer">How much the system takes in for a reader that does not read; null for as much as
    /// usual.</param>
    public static async Task<RawConnection> OpenAsync(Uri address, int? receiveBuffer = null)
    {
        var connected = new TcpClient { NoDelay = true };
        if (receiveBuffer is { } size) connected.ReceiveBufferSize = size;
        await connected.ConnectAsync(address.Host, address.Port);
        return new RawConnection(connected);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes).AsTask();

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>The next answer; null where the server closes the connection instead.</summary>
    /// <exception cref="TimeoutException">Neither has come in time.</exception>
    public async Task<Answer?> ReadAsync(TimeSpan patience, bool isHead = false)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            return await ReadAsync(isHead, timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException("The server has neither answered nor closed the connection.", e);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<Answer?> ReadAsync(bool isHead, CancellationToken timeout)
    {
        int status;
        Dictionary<string, string> headers;
        do
        {
            // What is no HTTP/1 says that the server does not go on with it, as to one who began with HTTP/2.
            if (await LineAsync(timeout) is not { } first || !first.StartsWith("HTTP/1.", StringComparison.Ordinal)) return null;
            status = int.Parse(first.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
            headers = await HeadersAsync(timeout);
        }
        while (status == 100);

        if (isHead || status is 204 or 304) return new Answer(status, headers, "");
        if (headers.GetValueOrDefault("Content-Type")?.StartsWith("text/event-stream", StringComparison.Ordinal) == true)
            return new Answer(status, headers, "");
        return new Answer(status, headers, headers.ContainsKey("Transfer-Encoding")
            ? await ChunkedAsync(timeout)
            : await ExactlyAsync(LengthIn(headers), timeout));
    }

    private static int LengthIn(Dictionary<string, string> headers) =>
        int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Dictionary<string, string>> HeadersAsync(CancellationToken timeout)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(timeout) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before}, {value}" : value;
        }

        return headers;
    }

    private async Task<string> ChunkedAsync(CancellationToken timeout)
    {
        var body = new StringBuilder();
        while (true)
        {
            int length = Convert.ToInt32(await LineAsync(timeout) ?? throw new IOException("The answer ends too early."), 16);
            body.Append(await ExactlyAsync(length, timeout));
            await LineAsync(timeout);
            if (length == 0) return body.ToString();
        }
    }

    private async Task<string> ExactlyAsync(int length, CancellationToken timeout)
    {
        var bytes = new byte[length];
        for (int done = 0; done < length;)
        {
            if (start == end && !await FillAsync(timeout)) throw new IOException("The answer ends too early.");
            int taken = Math.Min(length - done, end - start);
            buffer.AsSpan(start, taken).CopyTo(bytes.AsSpan(done));
            start += taken;
            done += taken;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private async Task<string?> LineAsync(CancellationToken timeout)
    {
        var line = new StringBuilder();
        while (start < end || await FillAsync(timeout))
        {
            char c = (char)buffer[start++];
            if (c == '\n') return line.ToString().TrimEnd('\r');
            line.Append(c);
        }

        return null;
    }

    private async Task<bool> FillAsync(CancellationToken timeout)
    {
        start = 0;
        end = await stream.ReadAsync(buffer, timeout);
        return end > 0;
    }
}
