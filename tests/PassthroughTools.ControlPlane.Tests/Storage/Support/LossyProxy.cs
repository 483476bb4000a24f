using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace PassthroughTools.ControlPlane.Tests.Storage.Support;

/// <summary>A network between a replica and its database that loses what it is told to.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentBag<Socket> sockets = [];
    private readonly ConcurrentDictionary<Socket, bool> unheard = [];
    private readonly int port;
    private volatile Loss? next;
    private volatile bool freezesAfterLoss;
    private volatile TaskCompletionSource thawed = new();

    public LossyProxy(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        port = settings.Port;
        thawed.SetResult();
        listener.Start();
        settings.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        ConnectionString = settings.ConnectionString;
        _ = AcceptAsync();
    }

    public string ConnectionString { get; }

    /// <summary>How many messages were lost.</summary>
    public int Losses { get; private set; }

    /// <summary>Loses the connection of the next message that holds a text.</summary>
    public void Lose(string marker, LossKind kind, TimeSpan delay = default) =>
        next = new Loss(Encoding.UTF8.GetBytes(marker), kind, delay);

    /// <summary>After the next loss, nothing gets through.</summary>
    public void FreezeAfterLoss() => freezesAfterLoss = true;

    /// <summary>From now on nothing gets through, and no connection ends.</summary>
    public void Freeze() => thawed = new TaskCompletionSource();

    public void Thaw() => thawed.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        foreach (var socket in sockets) socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                sockets.Add(client);
                sockets.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, port, stopping.Token);
                _ = ForwardAsync(client, server);
                _ = ReturnAsync(server, client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ForwardAsync(Socket client, Socket server)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (await client.ReceiveAsync(buffer, stopping.Token) is > 0 and var length)
            {
                await thawed.Task.WaitAsync(stopping.Token);
                var message = buffer.AsMemory(0, length);
                if (next is { } loss && message.Span.IndexOf(loss.Marker) >= 0)
                {
                    next = null;
                    Losses++;
                    await LoseAsync(loss, message, client, server);
                    return;
                }

                await server.SendAsync(message, stopping.Token);
            }

            server.Dispose();
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            server.Dispose();
        }
    }

    private async Task LoseAsync(Loss loss, ReadOnlyMemory<byte> message, Socket client, Socket server)
    {
        unheard[server] = true;
        if (loss.Kind != LossKind.AnswerIsLost) client.Dispose();
        if (loss.Kind == LossKind.NeverArrives) return;
        await Task.Delay(loss.Delay, stopping.Token);
        await server.SendAsync(message, stopping.Token);
    }

    private async Task ReturnAsync(Socket server, Socket client)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await server.ReceiveAsync(buffer, stopping.Token) is > 0 and var length)
            {
                await thawed.Task.WaitAsync(stopping.Token);
                if (unheard.ContainsKey(server))
                {
                    if (freezesAfterLoss) Freeze();
                    freezesAfterLoss = false;
                    return;
                }

                await client.SendAsync(buffer.AsMemory(0, length), stopping.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of them has gone.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private sealed record Loss(byte[] Marker, LossKind Kind, TimeSpan Delay);
}
