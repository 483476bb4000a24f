using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>
/// A real server on loopback whose storage can be made to fail, whose tokens are quick, and whose time tests make.
/// </summary>
internal sealed class HttpLab : IAsyncDisposable
{
    // It warns of a busy machine, and of some clients that go away in the middle of a body (dotnet/aspnetcore issue 17840).
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Stands for a backup of the server, which is what is sent then.</summary>
    public const string BackupBody = "(a backup)";

    private readonly WebApplication app;
    private readonly HttpClient client;
    private readonly TestLog log;
    private readonly string folder;
    private readonly ServerOptions started;
    private bool isStopped;

    private HttpLab(WebApplication app, TestStorage storage, LabTokens tokens, ManualClock clock, TestLog log, string folder,
        ServerOptions options)
    {
        started = options;
        this.app = app;
        this.folder = folder;
        this.log = log;
        (Storage, Tokens, Clock) = (storage, tokens, clock);
        Address = new Uri(app.Urls.Single());
        client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public TestStorage Storage { get; }

    public LabTokens Tokens { get; }

    /// <summary>The time by which tokens expire and failed attempts are forgotten.</summary>
    public ManualClock Clock { get; }

    /// <summary>Warnings and errors that the server has logged, of Kestrel errors only.</summary>
    public IEnumerable<string> Log =>
        log.Lines.Where(static line => !line.StartsWith(nameof(LogLevel.Information), StringComparison.Ordinal));

    /// <summary>The lines of the requests in the server's log.</summary>
    public IEnumerable<string> Requests =>
        log.Lines.Where(static line => line.StartsWith(nameof(LogLevel.Information), StringComparison.Ordinal));

    public IServiceProvider Services => app.Services;

    /// <summary>The store's path.</summary>
    public string StorePath => Path.Combine(folder, "lab.json");

    /// <summary>Starts a server on the sample rack, on an empty inventory or on one of the test's own.</summary>
    public static async Task<HttpLab> StartAsync(
        bool sample = true, string? catalog = null, InventoryState? state = null, string? proxies = null,
        string? connectionString = null)
    {
        var made = Directory.CreateTempSubdirectory("passthroughtools-http-").FullName;
        try
        {
            return await StartAsync(made, sample, catalog, state, proxies, connectionString);
        }
        catch
        {
            Directory.Delete(made, recursive: true);
            throw;
        }
    }

    /// <summary>The server's description of itself.</summary>
    public async Task<ApiDocument> DocumentAsync() => new((await GetAsync("/openapi/v1.json")).Body);

    /// <summary>Asks with the administrator's token.</summary>
    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("GET", path, Tokens.Admin.Bearer, null, headers);

    /// <summary>Asks for an operation with the administrator's token.</summary>
    public Task<Answer> PostAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync("POST", "/api/v1/operations", Tokens.Admin.Bearer, body, headers);

    /// <summary>Sends a request and reads its whole answer.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? authorization, string? body,
        params (string Name, string Value)[] headers)
    {
        using var response = await OpenAsync(method, path, authorization, body,
            HttpCompletionOption.ResponseContentRead, headers);
        return await ReadAsync(response, isStream: false);
    }

    /// <summary>Sends a request whose answer may have no end, and reads its head only.</summary>
    public async Task<Answer> HeadOfAsync(string method, string path, string? authorization, string? body,
        params (string Name, string Value)[] headers)
    {
        using var response = await OpenAsync(method, path, authorization, body,
            HttpCompletionOption.ResponseHeadersRead, headers);
        return await ReadAsync(response, response.Content.Headers.ContentType?.MediaType == "text/event-stream");
    }

    /// <summary>Sends a request.</summary>
    public async Task<HttpResponseMessage> OpenAsync(
        string method, string path, string? authorization, string? body, HttpCompletionOption completion,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (body is not null) request.Content = body == BackupBody ? await BackupAsync()
            : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            if (!name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.TryAddWithoutValidation(name, value);
                continue;
            }

            request.Content!.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, completion);
    }

    /// <summary>Stops the server, as a signal does.</summary>
    public Task StopAsync()
    {
        isStopped = true;
        return app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            client.Dispose();
            Storage.TestBackend.LetGo();
            if (!isStopped) await app.StopAsync();
            await app.DisposeAsync();
            await Storage.DisposeAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What another process finds in the storage.</summary>
    public Task<ServerStorage> ReopenAsync() =>
        ControlPlaneServer.OpenStorageAsync(started, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>A backup of the server.</summary>
    public async Task<ByteArrayContent> BackupAsync()
    {
        // Past what the storage is made to do.
        using var bytes = new MemoryStream();
        await (await BackupWriter.OfAsync(Storage.Inner, CancellationToken.None)).WriteAsync(bytes, CancellationToken.None);
        return new ByteArrayContent(bytes.ToArray()) { Headers = { ContentType = new("application/gzip") } };
    }

    private static async Task<HttpLab> StartAsync(
        string made, bool sample, string? catalog, InventoryState? state, string? proxies, string? connectionString)
    {
        if (state is not null) SnapshotFile.Write(Path.Combine(made, "lab.json"), state);
        string[] arguments = ["--store", connectionString is null ? Path.Combine(made, "lab.json") : ServerOptions.Postgres,
            "--urls", "http://127.0.0.1:0", .. sample ? (string[])["--sample"] : []];
        if (catalog is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(made, "catalog.json"), catalog);
            arguments = [.. arguments, "--catalog", Path.Combine(made, "catalog.json")];
        }

        var builder = ControlPlaneServer.Configure(arguments);
        if (proxies is not null) builder.Configuration["Proxies"] = proxies;
        if (connectionString is not null) builder.Configuration["Postgres"] = connectionString;
        var options = ServerOptions.From(builder.Configuration);
        var storage = new TestStorage(
            await ControlPlaneServer.OpenStorageAsync(options, NullLoggerFactory.Instance, CancellationToken.None));
        var (clock, lines) = (new ManualClock(), new TestLog());
        var tokens = new LabTokens(clock.Now);
        builder.Logging.ClearProviders().AddFilter<TestLog>(category: null, LogLevel.Warning).AddFilter<TestLog>(Kestrel,
            LogLevel.Error).AddFilter<TestLog>(typeof(RequestLog).FullName, LogLevel.Information).AddProvider(lines);
        builder.Services.AddSingleton<TimeProvider>(clock);
        var built = await ControlPlaneServer.BuildAsync(builder, storage, options, tokens.Source, CancellationToken.None);
        await built.StartAsync();
        await storage.TestBackend.Followed;
        return new HttpLab(built, storage, tokens, clock, lines, made, options);
    }

    private static async Task<Answer> ReadAsync(HttpResponseMessage response, bool isStream)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
            static header => header.Key, static header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, isStream ? "" : await response.Content.ReadAsStringAsync());
    }
}
