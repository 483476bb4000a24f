using System.Net;
using System.Net.Sockets;

namespace PassthroughTools.ControlPlane.Tests.Replicas;

/// <summary>Hands each connection to the next server that takes one, as any load balancer does.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IReadOnlyList<int> ports;
    private readonly Task accepting;
    private int next;

    public LoadBalancer(params IReadOnlyList<int> ports)
    {
        this.ports = ports;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = await ConnectAsync())
        {
            if (server is null) return;
            try
            {
                NetworkStream front = client.GetStream(), back = server.GetStream();
                await Task.WhenAny(front.CopyToAsync(back, stop.Token), back.CopyToAsync(front, stop.Token));
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // One of both has gone.
            }
        }
    }

    private async Task<TcpClient?> ConnectAsync()
    {
        for (int i = 0; i < ports.Count; i++)
        {
            var server = new TcpClient();
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, ports[(int)((uint)Interlocked.Increment(ref next) % ports.Count)],
                    stop.Token);
                return server;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                server.Dispose();
            }
        }

        return null;
    }
}
