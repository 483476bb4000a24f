using System;
using PassthroughTools.Capabilities;

namespace PassthroughTools.Sessions;

/// <summary>The capability catalog of a session: the built-in one, with an administrator's own file over it.</summary>
internal static class SessionCatalog
{
    /// <summary>The environment variable that names a catalog file where none is given.</summary>
    public const string Variable = "PASSTHROUGHTOOLS_CATALOG";

    /// <exception cref="Errors.PassthroughException">The file is missing or no catalog.</exception>
    public static Catalog Load(string? path)
    {
        var file = path ?? Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrWhiteSpace(file) ? Catalog.BuiltIn : Catalog.BuiltIn.WithFile(file!);
    }
}
