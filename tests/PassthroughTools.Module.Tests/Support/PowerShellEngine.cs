using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>
/// The PowerShell engine that the tests host in process: of the package Microsoft.PowerShell.SDK where the build took it, else of an
/// installed pwsh. The tests are compiled against PowerShellStandard.Library, of which nothing is loaded.
/// </summary>
internal static class PowerShellEngine
{
    /// <summary>Names a pwsh executable; without it the first one on the PATH is taken.</summary>
    public const string Variable = "PASSTHROUGHTOOLS_ENGINE";

    private const string EngineAssembly = "System.Management.Automation";

    private static string? folder;

    /// <summary>Why there is no engine; null where there is one.</summary>
    public static string? WhyMissing { get; private set; }

    /// <summary>Where the engine is: a folder, or the package.</summary>
    public static string Origin => folder ?? "Microsoft.PowerShell.SDK";

    /// <summary>
    /// Runs before any code of this assembly does, so that nothing has asked for an engine type yet: a failed load is remembered by
    /// the runtime.
    /// </summary>
    [ModuleInitializer]
    public static void Prepare()
    {
        // What the machine's user has set must not change what the tests see.
        foreach (var name in new[] { "PASSTHROUGHTOOLS_REHEARSAL", "PASSTHROUGHTOOLS_CATALOG", "PASSTHROUGHTOOLS_TOKEN" }) Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");
        if (!IsInTestHost(EngineAssembly)) folder = FindFolder();
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <summary>
    /// Finds what the test host lacks. What it has is never taken from the engine's folder, which may hold a whole framework of its own.
    /// </summary>
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (!string.IsNullOrEmpty(name.CultureName) || IsInTestHost(name.Name!)) return null;
        return new[] { Repository.ModuleFolder, folder }
            .Where(static place => place is not null)
            .Select(place => Path.Combine(place!, name.Name + ".dll"))
            .Where(File.Exists)
            .Select(context.LoadFromAssemblyPath)
            .FirstOrDefault();
    }

    /// <summary>Whether the test host's framework, or the build's output, has an assembly.</summary>
    private static bool IsInTestHost(string name) => (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
        .Split(Path.PathSeparator).Any(path => string.Equals(Path.GetFileNameWithoutExtension(path), name, StringComparison.OrdinalIgnoreCase));

    private static string? FindFolder()
    {
        const string Cost = "SKIPPED, NOT PASSED: no test that hosts the PowerShell engine has run, and no cmdlet with it.";
        var named = Environment.GetEnvironmentVariable(Variable);
        var executable = string.IsNullOrWhiteSpace(named) ? OnPath() : named;
        if (executable is null)
        {
            WhyMissing = $"{Cost} There is no pwsh on the PATH. Install PowerShell 7.4 or later, name a pwsh executable in {Variable}, or build with -p:UsePowerShellSdk=true.";
            return null;
        }

        try
        {
            var home = Home(executable);
            var engine = Path.Combine(home, EngineAssembly + ".dll");
            if (!File.Exists(engine))
            {
                WhyMissing = $"{Cost} '{executable}' says that its folder is '{home}', which has no {EngineAssembly}.dll.";
                return null;
            }

            using var assembly = new PortableAssembly(engine);
            var framework = assembly.References.First(static reference => string.Equals(reference.Name, "System.Runtime", StringComparison.Ordinal)).Version!;
            if (framework.Major <= Environment.Version.Major) return home;
            WhyMissing = $"{Cost} '{executable}' needs .NET {framework.Major}, and these tests run on .NET {Environment.Version.Major}.";
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or TimeoutException)
        {
            WhyMissing = $"{Cost} '{executable}' does not start: {e.Message}";
        }

        return null;
    }

    private static string? OnPath()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Asks a pwsh where its assemblies are: the executable may be a link or a .NET tool's shim.</summary>
    private static string Home(string executable)
    {
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-NoProfile", "-NonInteractive", "-Command", "[Console]::Out.Write($PSHOME)"]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        if (!output.Wait(TimeSpan.FromSeconds(60)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("it does not answer within 60 s.");
        }

        process.WaitForExit();
        return output.Result.Trim();
    }
}
