namespace PassthroughTools.Core.Tests.Build;

/// <summary>Files of the repository and beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// The facts that the catalog was made from; they lie beside the repository where it is developed, and nowhere else.
    /// </summary>
    public static string CapabilityFacts { get; } = Path.GetFullPath(
        Path.Combine(Root, "..", "shared", "data", "capability-facts.json"));

    /// <summary>The facts on BARs, likewise.</summary>
    public static string BarFacts { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "bar-facts.json"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PassthroughTools.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No PassthroughTools.sln above {AppContext.BaseDirectory}.");
    }
}
