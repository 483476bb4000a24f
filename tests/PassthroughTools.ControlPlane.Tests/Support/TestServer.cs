using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Tests.Support;

/// <summary>A real server on loopback, in this process, with a token of each role.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string? folder;

    private TestServer(WebApplication app, ServerStorage storage, string? folder, IReadOnlyDictionary<TokenRole, string> tokens)
    {
        this.app = app;
        Storage = storage;
        this.folder = folder;
        Tokens = tokens;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public ServerStorage Storage { get; }

    public IReadOnlyDictionary<TokenRole, string> Tokens { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>The sample rack, or an empty inventory, on a local store of its own.</summary>
    public static Task<TestServer> StartAsync(bool sample = true, params string[] arguments)
    {
        var made = Directory.CreateTempSubdirectory("passthroughtools-server-").FullName;
        string[] all = ["--store", Path.Combine(made, "lab.json"), "--urls", "http://127.0.0.1:0", .. arguments];
        return StartAsync(sample ? [.. all, "--sample"] : all, null, made);
    }

    /// <summary>An inventory on a local store of its own.</summary>
    public static Task<TestServer> StartAsync(InventoryState state)
    {
        var made = Directory.CreateTempSubdirectory("passthroughtools-server-").FullName;
        var path = Path.Combine(made, "lab.json");
        SnapshotFile.Write(path, state);
        return StartAsync(["--store", path, "--urls", "http://127.0.0.1:0"], null, made);
    }

    /// <summary>A server on a PostgreSQL database; several on one are its replicas.</summary>
    public static Task<TestServer> StartOnPostgresAsync(string connectionString, bool sample = false)
    {
        string[] all = ["--store", "postgres", "--urls", "http://127.0.0.1:0"];
        return StartAsync(sample ? [.. all, "--sample"] : all, connectionString, null);
    }

    /// <summary>A client with a role's token; null for one without.</summary>
    public HttpClient Client(TokenRole? role = TokenRole.Admin)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (role is { } one) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens[one]);
        return client;
    }

    /// <summary>The module's own client.</summary>
    public Task<ControlPlaneBackend> ConnectAsync(TokenRole role = TokenRole.Admin) => ControlPlaneBackend.ConnectAsync(
        new ControlPlaneOptions { Address = Address, Token = Tokens[role] }, null,
        session => $"/VIServer={session.Name}@{Address.Authority}/", CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await Storage.DisposeAsync();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }

    private static async Task<TestServer> StartAsync(string[] arguments, string? connectionString, string? folder)
    {
        var builder = ControlPlaneServer.Configure(arguments);
        if (connectionString is not null) builder.Configuration["Postgres"] = connectionString;
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var options = ServerOptions.From(builder.Configuration);
        var storage = await ControlPlaneServer.OpenStorageAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        var tokens = new Dictionary<TokenRole, string>();
        foreach (var role in Enum.GetValues<TokenRole>())
        {
            var issued = IssuedToken.Issue(role.Text(), role, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
            await storage.Tokens.AddAsync(issued.Token, CancellationToken.None);
            tokens.Add(role, issued.Text);
        }

        try
        {
            var built = await ControlPlaneServer.BuildAsync(builder, storage, options, storage.Tokens, CancellationToken.None);
            await built.StartAsync();
            return new TestServer(built, storage, folder, tokens);
        }
        catch (PassthroughException)
        {
            // One that is refused leaves nothing.
            await storage.DisposeAsync();
            if (folder is not null) Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}
