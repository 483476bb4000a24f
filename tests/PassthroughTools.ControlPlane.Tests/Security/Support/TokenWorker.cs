using System.Diagnostics;
using PassthroughTools.ControlPlane.Security;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>A process of its own that adds tokens to a file.</summary>
internal static class TokenWorker
{
    public const string Variable = "PASSTHROUGHTOOLS_TOKEN_WORKER";

    public static async Task Add(string path, string prefix, int count, CancellationToken cancellationToken)
    {
        var store = new FileTokenStore(path);
        for (int i = 0; i < count; i++) await store.AddAsync(TestToken.Make(name: $"{prefix}-{i}").Stored, cancellationToken);
    }

    public static async Task RunProcess(string path, string prefix, int count)
    {
        var assembly = typeof(TokenWorker).Assembly.Location;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        start.Environment[Variable] = $"{path}|{prefix}|{count}";
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, errors);
    }
}
