using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PassthroughTools.TestHost;

/// <summary>A server that is no control plane, and answers everything alike.</summary>
internal sealed class ForeignServer(int status, string location, string body) : IAsyncDisposable
{
    private WebApplication? app;

    /// <summary>Starts it; gives its address.</summary>
    public async Task<string> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(AnswerAsync);
        await app.StartAsync();
        return app.Urls.First();
    }

    public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = status;
        if (location.Length > 0) context.Response.Headers.Location = location;
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(body);
    }
}
