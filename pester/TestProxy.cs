using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

/// <summary>
/// An HTTP proxy on loopback that tunnels, for which every name is this machine's. It keeps what it was asked; one with a user
/// and password (user:password) lets nobody else through.
/// </summary>
public sealed class TestProxy : IDisposable
{
    private readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> asked = new ConcurrentQueue<string>();
    private readonly string login;

    public TestProxy(string login)
    {
        this.login = login;
        listener.Start();
        Place = listener.LocalEndpoint.ToString();
        Task.Run(ListenAsync);
    }

    public string Place { get; }

    /// <summary>The first lines of all requests.</summary>
    public string[] Asked { get { return asked.ToArray(); } }

    public void Dispose() { listener.Stop(); }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                _ = Task.Run(() => TunnelAsync(client));
            }
        }
        catch (SocketException)
        {
            // It was stopped.
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                var stream = client.GetStream();
                while (true)
                {
                    string request = Head(stream);
                    string first = request.Split('\r')[0];
                    asked.Enqueue(first);
                    string credential = Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
                    if (login.Length == 0 || request.Contains("Proxy-Authorization: Basic " + credential))
                    {
                        await server.ConnectAsync(IPAddress.Loopback, int.Parse(first.Split(' ')[1].Split(':')[1]));
                        Say(stream, "200 Connection established\r\n\r\n");
                        await Task.WhenAny(stream.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(stream));
                        return;
                    }

                    Say(stream,
                        "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: "
                        + "0\r\n\r\n");
                }
            }
            catch (IOException)
            {
                // The client has gone.
            }
        }
    }

    /// <summary>A request up to its empty line, and nothing that comes after it.</summary>
    private static string Head(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int one = stream.ReadByte();
            if (one < 0) throw new EndOfStreamException();
            head.Append((char)one);
        }

        return head.ToString();
    }

    private static void Say(Stream stream, string answer)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("HTTP/1.1 " + answer);
        stream.Write(bytes, 0, bytes.Length);
    }
}
