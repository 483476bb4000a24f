using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;

namespace PassthroughTools.TestHost;

/// <summary>A server on loopback, which keeps its port and its store when it is stopped and started again.</summary>
internal sealed class HostedServer(string store, string path, string? certificate) : IAsyncDisposable
{
    private string url = certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0";
    private WebApplication? app;
    private ServerStorage? storage;

    /// <summary>The path of its store, or the connection string of its database.</summary>
    public string Store => store;

    /// <summary>What clients connect.</summary>
    public string Address => url + path;

    /// <summary>Its tokens, while it runs.</summary>
    public ITokenStore Tokens => storage!.Tokens;

    public Disturbance Disturbance { get; } = new(path);

    public async Task StartAsync()
    {
        bool isDatabase = store.Contains('=', StringComparison.Ordinal);
        string[] secure = certificate is null ? [] : ["--certificate", certificate];
        var builder = ControlPlaneServer.Configure(["--store", isDatabase ? "postgres" : store, "--urls", url, .. secure]);
        builder.Logging.ClearProviders();
        if (isDatabase) builder.Configuration["Postgres"] = store;
        builder.Services.AddSingleton<IStartupFilter>(Disturbance);
        var options = ServerOptions.From(builder.Configuration);
        storage = await ControlPlaneServer.OpenStorageAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        app = await ControlPlaneServer.BuildAsync(builder, storage, options, storage.Tokens, CancellationToken.None);
        await app.StartAsync();
        url = app.Urls.First();
    }

    public async Task StopAsync()
    {
        if (app is null) return;
        await app.StopAsync();
        await app.DisposeAsync();
        await storage!.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
