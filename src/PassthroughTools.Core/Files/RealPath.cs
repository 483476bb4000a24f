using System.Reflection;

namespace PassthroughTools.Files;

/// <summary>
/// Where a path leads: all who open a store or a plan by a symbolic link, or through a linked folder, must find one lock and one
/// journal, and be told that it is the same.
/// </summary>
internal static class RealPath
{
    // As many as Linux follows; more are a loop.
    private const int MaxLinks = 40;

    // .NET 6 and later have it, which netstandard2.0 does not know.
    private static readonly MethodInfo? ResolveLinkTarget = typeof(File).GetMethod("ResolveLinkTarget",
        [typeof(string), typeof(bool)]);

    /// <summary>The path without links. What is not there yet, or cannot be looked at, stays as it is.</summary>
    public static string Of(string path)
    {
        var real = Path.GetFullPath(path);
        for (int i = 0; i < MaxLinks; i++)
        {
            if (WithoutFirstLink(real) is not { } next) return real;
            real = next;
        }

        return Path.GetFullPath(path);
    }

    private static string? WithoutFirstLink(string path)
    {
        var root = Path.GetPathRoot(path) ?? "";
        var reached = root;
        var parts = path.Substring(root.Length)
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            reached = Path.Combine(reached, parts[i]);
            if (TargetOf(reached) is { } target) return Path.GetFullPath(Path.Combine([target, .. parts.Skip(i + 1)]));
        }

        return null;
    }

    /// <summary>What a link points to; null where it is none, or cannot be looked at.</summary>
    public static string? TargetOf(string path)
    {
        try
        {
            return (ResolveLinkTarget?.Invoke(null, [path, false]) as FileSystemInfo)?.FullName;
        }
        catch (TargetInvocationException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
