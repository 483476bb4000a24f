using System.Globalization;
using System.Text;

namespace PassthroughTools.Benchmarks.Servers;

/// <summary>The bytes of requests with a token, as one client's machine sends them.</summary>
internal sealed class ServerRequests(string token)
{
    private int written;

    /// <summary>A request for a path.</summary>
    public byte[] Get(string path) =>
        Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nAuthorization: Bearer {token}\r\n\r\n");

    /// <summary>A request that writes a machine's notes, each time others.</summary>
    public byte[] Write(string vmId)
    {
        int number = Interlocked.Increment(ref written);
        var body = string.Create(CultureInfo.InvariantCulture,
            $$"""{"operation":"ChangeVM","vmId":"{{vmId}}","notes":"The {{number}}th change of this run"}""");
        return Encoding.ASCII.GetBytes(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: "
            + $"{Guid.NewGuid()}\r\n"
            + string.Create(CultureInfo.InvariantCulture,
                $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }
}
