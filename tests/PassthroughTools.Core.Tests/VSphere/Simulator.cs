using System.Diagnostics;
using Xunit;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>
/// A vCenter of govmomi's simulator (tests/VSphereSimulator), built once for all tests. Where Go or Debian's package of govmomi
/// is missing, its tests are skipped and say so.
/// </summary>
public sealed class Simulator : IAsyncLifetime, IDisposable
{
    public const string User = "administrator@vsphere.local", Password = "S\u00e9cret <&> 1";

    private const string Govmomi = "/usr/share/gocode/src/github.com/vmware/govmomi";

    private static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(5), StartTime = TimeSpan.FromMinutes(1);

    private static readonly string Sources = Path.Combine(Importing.Imports.RepositoryRoot, "tests", "VSphereSimulator");

    private static readonly string Program = Path.Combine(Importing.Imports.RepositoryRoot, "out", "VSphereSimulator",
        "simulator");

    /// <summary>The classes of tests run at the same time.</summary>
    private static readonly SemaphoreSlim Build = new(1);

    private readonly string[] arguments;
    private readonly string folder = Directory.CreateTempSubdirectory("passthroughtools-vsphere-").FullName;
    private Process? process;
    private string? address, control;

    public Simulator()
        : this([])
    {
    }

    /// <summary>One with more on its command line.</summary>
    internal Simulator(params string[] arguments) => this.arguments = arguments;

    /// <summary>The endpoint; skips the test that asks where there is none.</summary>
    public Uri Address
    {
        get
        {
            Skip.If(
                address is null,
                "SKIPPED: nothing of vSphere is tested. Install Go and govmomi: apt-get install golang-go "
                + "golang-github-vmware-govmomi-dev");
            return new Uri($"https://{address}/sdk");
        }
    }

    /// <summary>
    /// What the simulator is asked of beside vSphere's calls: its faults, its latency, its counts
    /// (tests/VSphereSimulator/control.go).
    /// </summary>
    public Uri Control => new($"http://{control ?? throw new InvalidOperationException("Ask for Address first.")}/");

    /// <summary>SHA-256 of the server's certificate, in hex.</summary>
    public string Thumbprint { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (!Directory.Exists(Govmomi) || !HasGo) return;
        await Build.WaitAsync();
        try
        {
            await BuildAsync();
        }
        finally
        {
            Build.Release();
        }

        process = Start(Program, ["-user", User, "-password", Password, .. arguments]);
        address = await process.StandardOutput.ReadLineAsync().WaitAsync(StartTime);
        control = await process.StandardOutput.ReadLineAsync().WaitAsync(StartTime);
        Thumbprint = await process.StandardOutput.ReadLineAsync().WaitAsync(StartTime) ?? "";
    }

    /// <summary>Built by its script, as for Pester, and again only where a source file is newer.</summary>
    private async Task BuildAsync()
    {
        var built = File.GetLastWriteTimeUtc(Program);
        if (Directory.EnumerateFiles(Sources).All(file => File.GetLastWriteTimeUtc(file) < built)) return;
        using var build = Start("dotnet", "tool", "run", "pwsh", "-NoProfile", "-NonInteractive", "-File",
            Path.Combine(Sources, "Build.ps1"));
        var said = build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync().WaitAsync(BuildTime);
        if (build.ExitCode != 0) throw new InvalidOperationException($"The simulator cannot be built: {await said}");
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.StandardInput.Close();
            process.WaitForExit();
        }

        process?.Dispose();
        process = null;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static bool HasGo => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(static place => File.Exists(Path.Combine(place, "go")));

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Sources, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = folder;
        return Process.Start(start)!;
    }
}
