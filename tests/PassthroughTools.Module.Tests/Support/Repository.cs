namespace PassthroughTools.Module.Tests.Support;

/// <summary>Where the built module and the rest of the repository are.</summary>
internal static class Repository
{
    /// <summary>The repository's folder, found from the tests' own.</summary>
    public static string Root { get; } = Find();

    /// <summary>The importable module, as the build lays it out.</summary>
    public static string ModuleFolder { get; } = Path.Combine(Root, "out", "PassthroughTools");

    public static string Manifest => Path.Combine(ModuleFolder, "PassthroughTools.psd1");

    public static string ModuleAssembly => Path.Combine(ModuleFolder, "PassthroughTools.dll");

    public static string VimAssembly => Path.Combine(ModuleFolder, "PassthroughTools.Vim.dll");

    public static string CoreAssembly => Path.Combine(ModuleFolder, "PassthroughTools.Core.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PassthroughTools.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No PassthroughTools.sln stands above '{AppContext.BaseDirectory}': run the tests where the repository built them.");
    }
}
