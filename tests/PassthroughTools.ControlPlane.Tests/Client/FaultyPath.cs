using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PassthroughTools.ControlPlane.Tests.Client;

/// <summary>
/// A way to a server on which things go wrong as they are told to: what a real server cannot be made to show at the right moment.
/// </summary>
internal sealed class FaultyPath : IAsyncDisposable
{
    private readonly HttpClient client = new();
    private readonly WebApplication app;
    private readonly Uri server;

    private FaultyPath(WebApplication app, Uri server)
    {
        this.app = app;
        this.server = server;
    }

    public Uri Address => new(app.Urls.First());

    /// <summary>What happens to the next requests that fit, one after the other; true where the request was dealt with.</summary>
    public ConcurrentQueue<Func<HttpContext, Task<bool>>> Faults { get; } = new();

    /// <summary>Which requests meet them.</summary>
    public Func<HttpRequest, bool> Meets { get; set; } = static _ => true;

    /// <summary>The idempotency keys of the operations that came, in order.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    public static async Task<FaultyPath> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var built = builder.Build();
        var path = new FaultyPath(built, server);
        built.Run(path.ServeAsync);
        await built.StartAsync();
        return path;
    }

    /// <summary>An answer instead of the server's.</summary>
    public void Answer(int status, string body = "", string type = "text/html", string? retryAfter = null) =>
        Faults.Enqueue(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync(body);
        return true;
    });

    /// <summary>The connection is lost before the server hears of the request.</summary>
    public void Lose() => Faults.Enqueue(static context =>
    {
        context.Abort();
        return Task.FromResult(true);
    });

    /// <summary>The server carries out the request, and the answer is lost.</summary>
    public void LoseAnswer() => Faults.Enqueue(async context =>
    {
        using var answer = await ForwardAsync(context);
        await answer.Content.ReadAsByteArrayAsync();
        context.Abort();
        return true;
    });

    /// <summary>Nothing is answered for so long as the client waits.</summary>
    public void Hang() => Faults.Enqueue(static async context =>
    {
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        return true;
    });

    /// <summary>Nobody listens there any more.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Headers["Idempotency-Key"] is [{ } key]) Keys.Enqueue(key);
        if (Meets(context.Request) && Faults.TryDequeue(out var fault) && await fault(context)) return;
        using var answer = await ForwardAsync(context);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        context.Response.Headers.ContentEncoding = answer.Content.Headers.ContentEncoding.ToArray();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private Task<HttpResponseMessage> ForwardAsync(HttpContext context)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method),
            new Uri(server, context.Request.Path + context.Request.QueryString));
        if (context.Request.ContentLength > 0) request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Host" or "Content-Length" or "Transfer-Encoding") continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
    }
}
