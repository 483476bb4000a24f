using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>The accessibility rules of axe-core, in the version that Page/axe/package-lock.json names. npm brings them once.</summary>
internal static class AxeCore
{
    private const string Package = "node_modules/axe-core";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Folder = Path.Combine(Root(), "tests", "PassthroughTools.ControlPlane.Tests", "Page", "axe");

    /// <summary>The script. Skips the test where it can't be had.</summary>
    public static async Task<string> ScriptAsync()
    {
        var reason = IsThere() ? null : await InstallAsync();
        Skip.If(reason is not null, $"SKIPPED: the page's accessibility is not tested, since axe-core is not in {Folder}/{Package} and {reason}");
        return await File.ReadAllTextAsync(Path.Combine(Folder, Package, "axe.min.js"));
    }

    private static bool IsThere()
    {
        var installed = Path.Combine(Folder, Package, "package.json");
        if (!File.Exists(installed)) return false;
        using var wanted = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "package-lock.json")));
        using var found = JsonDocument.Parse(File.ReadAllText(installed));
        return found.RootElement.GetProperty("version").ValueEquals(wanted.RootElement.GetProperty("packages").GetProperty(Package).GetProperty("version").GetString());
    }

    /// <summary>Why it could not be installed; null where it was.</summary>
    private static async Task<string?> InstallAsync()
    {
        var name = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } npm) return "there is no npm to install it with.";
        string[] arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
        var start = new ProcessStartInfo(npm, arguments) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? null : $"'npm ci' failed: {await output}{await errors}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return $"'npm ci' took more than {Patience.TotalSeconds} s.";
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PassthroughTools.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No PassthroughTools.sln stands above '{AppContext.BaseDirectory}': run the tests where the repository built them.");
    }
}
