using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Hosting;

#pragma warning disable CA1001 // a source with neither timer nor wait handle; it lives as long as the server

/// <summary>
/// The open connections. One address has a part of them only: on a surplus one each request is answered 429, and it ends soon,
/// idle or not. When the server stops, clients that neither send nor read any further do not hold it up.
/// </summary>
internal sealed class ClientConnections
{
    /// <summary>How many connections there are at most.</summary>
    public const int Most = 5000;

    /// <summary>How many of them one address has at most, unless it is a proxy's.</summary>
    public const int MostOfAddress = Most / 5;

    /// <summary>How many more are answered before they are closed without an answer.</summary>
    public const int MostSurplus = MostOfAddress / 10;

    private static readonly object Surplus = new();
    private static readonly TimeSpan SurplusTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UploadTime = TimeSpan.FromSeconds(5), Rest = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<AddressKey, int> counts = [];
    private readonly HashSet<ConnectionContext> open = [];
    private readonly CancellationTokenSource uploads = new();
    private readonly ServerOptions options;
    private readonly OperationRunner runner;

    /// <summary>The connections of a server.</summary>
    public ClientConnections(ServerOptions options, OperationRunner runner, IHostApplicationLifetime lifetime)
    {
        (this.options, this.runner) = (options, runner);
        lifetime.ApplicationStopping.Register(() => _ = EndAsync());
    }

    /// <summary>
    /// Cancelled some seconds after the server began to stop: a body that is still on its way then was never accepted.
    /// </summary>
    public CancellationToken Uploads => uploads.Token;

    /// <summary>Counts connections on their way to the server.</summary>
    public ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        bool isLimited = address is not null && !options.IsProxy(address);
        var key = AddressKey.Of(address);
        int count = Enter(connection, isLimited ? key : null);
        try
        {
            if (count > MostOfAddress + MostSurplus)
            {
                connection.Abort(new ConnectionAbortedException("Too many connections from one address."));
                return;
            }

            using var deadline = new CancellationTokenSource();
            if (count > MostOfAddress)
            {
                connection.Items[Surplus] = Surplus;
                deadline.Token.Register(connection.Abort);
                deadline.CancelAfter(SurplusTime);
            }

            await next(connection);
        }
        finally
        {
            Leave(connection, isLimited ? key : null);
        }
    };

    /// <summary>Answers requests that come over a surplus connection.</summary>
    public static Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Surplus) != true) return next(context);
        context.Response.Headers.Connection = "close";
        var detail = FormattableString.Invariant(
            $"Your address has more than {MostOfAddress} connections to this server. Close some of them.");
        return new Problem(ErrorId.TooManyRequests, detail) { RetryAfter = SurplusTime }.WriteAsync(context);
    }

    private int Enter(ConnectionContext connection, AddressKey? address)
    {
        lock (gate)
        {
            open.Add(connection);
            return address is { } key ? counts[key] = counts.GetValueOrDefault(key) + 1 : 0;
        }
    }

    private void Leave(ConnectionContext connection, AddressKey? address)
    {
        lock (gate)
        {
            open.Remove(connection);
            if (address is { } key && --counts[key] == 0) counts.Remove(key);
        }
    }

    private async Task EndAsync()
    {
        await Task.Delay(UploadTime);
        await uploads.CancelAsync();
        await Task.Delay(Rest);
        await runner.IdleAsync();

        // For the answers to what was carried out.
        await Task.Delay(Rest);
        ConnectionContext[] left;
        lock (gate) left = [.. open];
        foreach (var connection in left) connection.Abort(new ConnectionAbortedException("The server stops."));
    }
}
