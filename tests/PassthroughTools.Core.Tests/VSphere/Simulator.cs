using System.Diagnostics;
using Xunit;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>
/// A vCenter of govmomi's simulator (tests/VSphereSimulator), built once for the tests of a class. Where Go or Debian's package of govmomi
/// is missing, its tests are skipped and say so.
/// </summary>
public sealed class Simulator : IAsyncLifetime, IDisposable
{
    public const string User = "administrator@vsphere.local", Password = "S\u00e9cret <&> 1";

    private const string Govmomi = "/usr/share/gocode/src/github.com/vmware/govmomi";

    private static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(5), StartTime = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("passthroughtools-vsphere-").FullName;
    private Process? process;
    private string? address;

    /// <summary>The endpoint; skips the test that asks where there is none.</summary>
    public Uri Address
    {
        get
        {
            Skip.If(
                address is null,
                "SKIPPED: nothing of vSphere is tested. Install Go and govmomi: apt-get install golang-go golang-github-vmware-govmomi-dev");
            return new Uri($"https://{address}/sdk");
        }
    }

    public async Task InitializeAsync()
    {
        if (!Directory.Exists(Govmomi) || Go is not { } go) return;
        var program = Path.Combine(folder, "simulator");
        using (var build = Start(go, "build", "-o", program, Path.Combine(Importing.Imports.RepositoryRoot, "tests", "VSphereSimulator", "main.go")))
        {
            var said = build.StandardError.ReadToEndAsync();
            await build.WaitForExitAsync().WaitAsync(BuildTime);
            if (build.ExitCode != 0) throw new InvalidOperationException($"The simulator cannot be built: {await said}");
        }

        process = Start(program, "-user", User, "-password", Password);
        address = await process.StandardOutput.ReadLineAsync().WaitAsync(StartTime);
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

    private static string? Go => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(static place => Path.Combine(place, "go")).FirstOrDefault(File.Exists);

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = "/usr/share/gocode";
        start.Environment["GOCACHE"] = Path.Combine(folder, "cache");
        start.Environment["TMPDIR"] = folder;
        return Process.Start(start)!;
    }
}
