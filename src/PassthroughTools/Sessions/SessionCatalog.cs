using PassthroughTools.Capabilities;

namespace PassthroughTools.Sessions;

/// <summary>The capability catalog of a session: the built-in one, with an administrator's own file over it.</summary>
internal static class SessionCatalog
{
    /// <summary>The environment variable that names a catalog file where none is given.</summary>
    public const string Variable = "PASSTHROUGHTOOLS_CATALOG";

    /// <summary>The file that the variable names, or null.</summary>
    public static string? FromEnvironment =>
        Environment.GetEnvironmentVariable(Variable) is { } file && !string.IsNullOrWhiteSpace(file) ? file : null;

    /// <summary>
    /// The catalog with the file that is given, else with the one that the variable names; null where neither does.
    /// </summary>
    /// <param name="path">The file as it is given, or null.</param>
    /// <param name="resolve">Makes a PowerShell path one of the file system.</param>
    /// <exception cref="Errors.PassthroughException">The file is missing or no catalog.</exception>
    public static Catalog? Load(string? path, Func<string, string> resolve) =>
        (path ?? FromEnvironment) is { } file ? Catalog.BuiltIn.WithFile(resolve(file)) : null;
}
