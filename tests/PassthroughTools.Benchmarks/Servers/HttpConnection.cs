using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PassthroughTools.Benchmarks.Servers;

/// <summary>
/// A connection that is kept open, as cheap a client as can be: it shares the processors with the server that it measures.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 * 1024];

    public HttpConnection(Uri address) => socket.Connect(IPAddress.Loopback, address.Port);

    /// <summary>Sends a request and reads its whole answer; gives the answer's body, good until the next one.</summary>
    /// <exception cref="InvalidOperationException">The answer is not 200.</exception>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> request)
    {
        socket.Send(request);
        int length = 0, head = -1;
        while (head < 0)
        {
            length += Receive(length);
            head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }

        int body = head + 4, whole = body + BodyLength(buffer.AsSpan(0, head));
        if (whole > buffer.Length) Array.Resize(ref buffer, whole);
        while (length < whole) length += Receive(length);
        return buffer.AsSpan(body, whole - body);
    }

    public void Dispose() => socket.Dispose();

    private int Receive(int offset)
    {
        int received = socket.Receive(buffer.AsSpan(offset));
        return received > 0 ? received : throw new EndOfStreamException("The server has closed the connection.");
    }

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200 "u8))
            throw new InvalidOperationException($"The server answered {Encoding.ASCII.GetString(head)}");
        var name = "Content-Length: "u8;
        int at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _)
            ? length
            : throw new InvalidOperationException("The answer does not tell its length.");
    }
}
