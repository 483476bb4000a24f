using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Storage;

namespace PassthroughTools.TestHost;

/// <summary>Servers on loopback, each with a store of its own and one administrator.</summary>
internal sealed class HostedServers : IAsyncDisposable
{
    private readonly QuickToken token = new();
    private readonly List<(WebApplication App, ServerStorage Storage)> servers = [];

    /// <summary>Starts a server; gives its address and a token.</summary>
    public async Task<string> StartAsync(string store, string user)
    {
        bool isDatabase = store.Contains('=', StringComparison.Ordinal);
        var builder = ControlPlaneServer.Configure(["--store", isDatabase ? "postgres" : store, "--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        if (isDatabase) builder.Configuration["Postgres"] = store;
        var options = ServerOptions.From(builder.Configuration);
        var storage = await ControlPlaneServer.OpenStorageAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        await storage.Tokens.AddAsync(token.For(user), CancellationToken.None);
        var app = await ControlPlaneServer.BuildAsync(builder, storage, options, storage.Tokens, CancellationToken.None);
        await app.StartAsync();
        servers.Add((app, storage));
        return $"{app.Urls.First()}\t{token.Text}";
    }

    /// <summary>Stops all servers.</summary>
    public async Task<string> StopAsync()
    {
        foreach (var (app, storage) in servers)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            await storage.DisposeAsync();
        }

        servers.Clear();
        return "stopped";
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
