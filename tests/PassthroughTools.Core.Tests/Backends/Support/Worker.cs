using System.Diagnostics;
using Shouldly;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>A process of PassthroughTools.StoreWorker, whose dll lies beside the tests.</summary>
internal sealed class Worker : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private Worker(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public static Worker Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "PassthroughTools.StoreWorker.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        // It lives for milliseconds: no profile pays off.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new Worker(Process.Start(start)!);
    }

    /// <summary>The next line of its standard output; null where it has ended.</summary>
    public async Task<string?> NextLine() => await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Kills it as kill -9 does, and gives the lines that it had written and that were not read yet.</summary>
    public async Task<List<string>> Kill()
    {
        await End();
        return await Rest();
    }

    /// <summary>Kills it as kill -9 does.</summary>
    public async Task End()
    {
        process.HasExited.ShouldBeFalse("it ended by itself: " + (process.HasExited ? await errors : ""));
        process.Kill();
    }

    /// <summary>Kills it as kill -9 does, unless it has ended by itself.</summary>
    public async Task<bool> TryEnd()
    {
        if (process.HasExited) return false;
        process.Kill();
        await process.WaitForExitAsync();
        return true;
    }

    /// <summary>Waits for its end, which must be a good one, and gives the lines that it has written.</summary>
    public async Task<List<string>> Finish()
    {
        var lines = await Rest();
        process.ExitCode.ShouldBe(0, await errors);
        return lines;
    }

    public void CloseInput() => process.StandardInput.Close();

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private async Task<List<string>> Rest()
    {
        var text = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync();
        return [.. text.SplitLines().Where(static line => line.EndsWith('\n')).Select(static line => line[..^1])];
    }
}
