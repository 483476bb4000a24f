using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PassthroughTools.ControlPlane.Hosting;

namespace PassthroughTools.Benchmarks.Servers;

/// <summary>
/// What this program does as a server's process: it serves until its input ends, and tells its memory at every line of it.
/// </summary>
internal static class ServerHost
{
    // About the length of a line of a store's journal.
    private const int JournalLine = 700;

    /// <summary>The control plane, by its own command line, or the bare endpoints that it is measured against.</summary>
    public static async Task<int> RunAsync(string kind, string path)
    {
        using var ended = new CancellationTokenSource();
        var serving = kind == "bare"
            ? BareAsync(path, ended.Token)
            : CommandLine.RunAsync(["--store", path, "--urls", "http://127.0.0.1:0"], Console.Out, Console.Error, ended.Token);
        while (await Console.In.ReadLineAsync(ended.Token) is not null)
        {
            long heap = GC.GetTotalMemory(forceFullCollection: true);
            await Console.Out.WriteLineAsync(FormattableString.Invariant($"memory {heap} {Environment.WorkingSet}"));
        }

        await ended.CancelAsync();
        return await serving;
    }

    /// <summary>
    /// The same bytes as the control plane's, from a minimal API and nothing else; a POST appends a line and flushes it.
    /// </summary>
    private static async Task<int> BareAsync(string answers, CancellationToken cancellationToken)
    {
        const string Json = "application/json; charset=utf-8";
        var bodies = JsonSerializer.Deserialize<Dictionary<string, byte[]>>(
            await File.ReadAllBytesAsync(answers, cancellationToken))!;
        var page = bodies[""];
        var one = bodies.First(static body => body.Key.Length > 0).Value;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        await using var stopping = app;
        app.MapGet("/api/v1/vms", () => Results.Bytes(page, Json));
        app.MapGet("/api/v1/vms/{id}", (string id) => Results.Bytes(bodies[id], Json));
        using var line = new AppendedLine(answers + ".appended", JournalLine);
        app.MapPost("/api/v1/operations", () =>
        {
            lock (line) line.Append();
            return Results.Bytes(one, Json);
        });
        await app.StartAsync(cancellationToken);
        foreach (var url in app.Urls) await Console.Out.WriteLineAsync($"Listening on {url}");
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
