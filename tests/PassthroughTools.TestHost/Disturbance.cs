using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PassthroughTools.TestHost;

/// <summary>
/// What stands before a server: a path, as a proxy gives it one, and what goes wrong on the way to a client and back.
/// </summary>
internal sealed class Disturbance(string path) : IStartupFilter
{
    private int lost;

    /// <summary>Whether requests are taken and never answered.</summary>
    public bool Hangs { get; set; }

    /// <summary>The answers to so many operations are lost from now on, when they were carried out.</summary>
    public void Lose(int count) => Volatile.Write(ref lost, count);

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (path.Length > 0) app.UsePathBase(path);
        app.Use(PassAsync);
        next(app);
    };

    private async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return;
        }

        bool isLost = context.Request.Method == HttpMethods.Post && Interlocked.Decrement(ref lost) >= 0;
        if (isLost) context.Response.Body = Stream.Null;
        await next(context);
        if (isLost) context.Abort();
    }
}
