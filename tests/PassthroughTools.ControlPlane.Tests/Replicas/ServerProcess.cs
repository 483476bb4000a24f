using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PassthroughTools.ControlPlane.Hosting;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Replicas;

/// <summary>The server's program in a process of its own, which can be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IReadOnlyList<string> arguments;
    private readonly string? connectionString;
    private readonly bool isLogRead;
    private Process? process;

    public ServerProcess(string store, string? connectionString = null, bool isLogRead = true, params string[] more)
    {
        this.connectionString = connectionString;
        this.isLogRead = isLogRead;
        Port = FreePort();
        arguments = ["--store", store, "--urls", $"http://127.0.0.1:{Port}", .. more];
    }

    public int Port { get; }

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        process = Start(arguments, connectionString, isLogRead ? "Error" : "Information");
        await SaysAsync("Listening on");
        process.HasExited.ShouldBeFalse();
        if (isLogRead) _ = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Waits until it prints a line that begins so; not where its log is read.</summary>
    public async Task SaysAsync(string begin)
    {
        while (await process!.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith(begin, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"It ended and did not say '{begin}'.");
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task BeReadyAsync()
    {
        using var client = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (!(await client.GetAsync(new Uri($"http://127.0.0.1:{Port}/readyz"))).IsSuccessStatusCode)
        {
            waited.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(50);
        }
    }

    /// <summary>How much memory it has, on Linux.</summary>
    public long ResidentMegabytes() => Megabytes("VmRSS");

    /// <summary>How much memory it has had at most, on Linux.</summary>
    public long PeakMegabytes() => Megabytes("VmHWM");

    /// <summary>Ends it at once, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Creates a token by the program's own command.</summary>
    public static async Task<string> CreateTokenAsync(string store, string? connectionString, string name, string role)
    {
        using var command = Start(["token", "create", "--name", name, "--role", role, "--store", store], connectionString);
        var output = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        command.ExitCode.ShouldBe(0, output);
        return output.Split('\n').First(static line => line.StartsWith("ptt_", StringComparison.Ordinal)).Trim();
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }

        process?.Dispose();
    }

    private long Megabytes(string name)
    {
        var line = File.ReadLines(FormattableString.Invariant($"/proc/{process!.Id}/status"))
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', '\t')[^2], CultureInfo.InvariantCulture) >> 10;
    }

    private static Process Start(IEnumerable<string> arguments, string? connectionString, string logLevel = "Error")
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(ServerOptions).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["Logging__LogLevel__Default"] = logLevel;
        if (connectionString is not null) start.Environment["PASSTHROUGHTOOLS_POSTGRES"] = connectionString;
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
