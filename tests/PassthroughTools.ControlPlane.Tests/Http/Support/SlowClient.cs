using System.Net.Sockets;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>Clients for which the system takes hardly anything in before they read it.</summary>
internal static class SlowClient
{
    private const int ReceiveBuffer = 4096;

    public static HttpClient Of(HttpLab lab)
    {
#pragma warning disable CA2000 // the client disposes of it
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = static async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream,
                    ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = ReceiveBuffer };
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
#pragma warning restore CA2000
        var client = new HttpClient(handler) { BaseAddress = lab.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", lab.Tokens.Reader.Bearer);
        return client;
    }
}
