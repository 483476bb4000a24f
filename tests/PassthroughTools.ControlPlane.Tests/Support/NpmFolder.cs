using System.Diagnostics;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Support;

/// <summary>A folder with a package-lock.json, whose packages npm brings once.</summary>
internal sealed class NpmFolder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A folder of this project.</summary>
    public NpmFolder(params string[] place) =>
        Folder = Path.Combine([Root(), "tests", "PassthroughTools.ControlPlane.Tests", .. place]);

    /// <summary>The folder's path.</summary>
    public string Folder { get; }

    /// <summary>Installs what is missing. Skips the test where it can't be had.</summary>
    /// <param name="untested">What is not tested then.</param>
    public async Task RequireAsync(string untested)
    {
        var reason = IsThere() ? null : await InstallAsync();
        Skip.If(
            reason is not null,
            $"SKIPPED: {untested} is not tested, since the packages of {Folder} are not there and {reason}");
    }

    /// <summary>A program of Node.js, or npm itself; null where there is none.</summary>
    public static string? Find(string program)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a script with Node.js, which must end well; what it printed.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">The script, and its arguments.</param>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(Find(OperatingSystem.IsWindows() ? "node.exe" : "node")!, folder, arguments);
        exitCode.ShouldBe(0, output);
        return output;
    }

    private static async Task<(int? ExitCode, string Output)> RunAsync(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (null, $"it took more than {Patience.TotalSeconds} s.");
        }
    }

    private bool IsThere()
    {
        // npm's own list of what it has installed.
        var installed = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (!File.Exists(installed)) return false;
        using var wanted = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "package-lock.json")));
        using var found = JsonDocument.Parse(File.ReadAllText(installed));
        var versions = found.RootElement.GetProperty("packages");
        return wanted.RootElement.GetProperty("packages").EnumerateObject().Where(static package => package.Name.Length > 0).All(
            package => versions.TryGetProperty(package.Name, out var one)
                && one.GetProperty("version").ValueEquals(package.Value.GetProperty("version").GetString()));
    }

    /// <summary>Why it could not be installed; null where it was.</summary>
    private async Task<string?> InstallAsync()
    {
        if (Find(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") is not { } npm) return "there is no npm to install them with.";
        string[] arguments =
        [
            "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline",
            "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000",
        ];
        var (exitCode, output) = await RunAsync(npm, Folder, arguments);
        return exitCode == 0 ? null : $"'npm ci' failed: {output}";
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PassthroughTools.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No PassthroughTools.sln stands above '{AppContext.BaseDirectory}': run the tests where the repository built them.");
    }
}
