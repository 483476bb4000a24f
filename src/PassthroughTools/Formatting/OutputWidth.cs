using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PassthroughTools.Formatting;

/// <summary>
/// How wide the output of a view is. PowerShell tells a view nothing of it: the width that Out-String or Out-File was given is
/// read from the running pipeline, which is not public. Where that fails, and where none was given, it is the window's.
/// </summary>
internal static class OutputWidth
{
    /// <summary>What views are laid out for, and what a window has that does not tell its width.</summary>
    public const int Usual = 80;

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static int Of(PSHost? host) => Asked(Runspace.DefaultRunspace) ?? Window(host);

    /// <summary>
    /// The width that Out-String or Out-File was given, as a runspace's running pipeline has it; null where it cannot be read.
    /// </summary>
    internal static int? Asked(object? runspace)
    {
        try
        {
            var pipeline = runspace?.GetType()
                .GetMethod("GetCurrentlyRunningPipeline", Any, null, [], null)?.Invoke(runspace, null);
            var stopper = Property(pipeline, "Stopper");
            var writer = Items(stopper?.GetType().GetField("_stack", Any)?.GetValue(stopper))
                .SelectMany(static one => Items(Property(one, "Commands")))
                .Select(static processor => (Property(processor, "Command") as PSCmdlet)?.MyInvocation)
                .FirstOrDefault(static call => call?.MyCommand?.Name.StartsWith("Out-", StringComparison.Ordinal) == true);
            return writer is not null && writer.BoundParameters.TryGetValue("Width", out var width) ? width as int? : null;
        }
        catch (Exception e) when (e is TargetException or TargetInvocationException or InvalidOperationException
            or NotSupportedException or AmbiguousMatchException)
        {
            return null;
        }
    }

    private static object? Property(object? of, string name) => of?.GetType().GetProperty(name, Any)?.GetValue(of);

    private static IEnumerable<object> Items(object? list) => (list as IEnumerable)?.Cast<object>() ?? [];

    private static int Window(PSHost? host)
    {
        try
        {
            return WithoutLast(host?.UI?.RawUI is { BufferSize.Width: > 1 and var width } ? width : Usual);
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException or IOException)
        {
            return WithoutLast(Usual);
        }
    }

    /// <summary>PowerShell leaves the last column of a window free.</summary>
    private static int WithoutLast(int width) => width - 1;
}
