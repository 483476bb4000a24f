using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>Loads out/PassthroughTools, the module under test, before anything asks for one of its types.</summary>
internal static class TestedModule
{
    [ModuleInitializer]
    public static void Load()
    {
        // What the machine's user has set must not change what the tests see.
        foreach (var name in new[] { "PASSTHROUGHTOOLS_REHEARSAL", "PASSTHROUGHTOOLS_CATALOG", "PASSTHROUGHTOOLS_TOKEN" })
            Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");
        foreach (var file in new[] { Repository.VimAssembly, Repository.CoreAssembly, Repository.ModuleAssembly })
            AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(file));
    }
}
