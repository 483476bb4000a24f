using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>A server on a loopback port with a path for each policy, named like it, and one for everybody.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient client;

    private TinyServer(WebApplication app, ManualClock clock, TestRefusals refusals, TestLog log)
    {
        this.app = app;
        (Clock, Refusals, Log) = (clock, refusals, log);
        client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public ManualClock Clock { get; }

    public TestRefusals Refusals { get; }

    public TestLog Log { get; }

    public static async Task<TinyServer> Start(ITokenSource tokens)
    {
        ManualClock clock = new();
        TestRefusals refusals = new();
        TestLog log = new();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<IRefusalWriter>(refusals).AddTokenSecurity(tokens);
        var server = builder.Build();
        server.MapGet("/Open", static () => "open");
        foreach (var policy in (string[])[TokenSecurity.Reader, TokenSecurity.Operator, TokenSecurity.Admin])
            server.MapGet("/" + policy, static (HttpContext context) => context.User.ToTokenIdentity()!.ToString())
                .RequireAuthorization(policy);
        await server.StartAsync();
        return new TinyServer(server, clock, refusals, log);
    }

    public async Task<HttpResponseMessage> Get(string path, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }
}
