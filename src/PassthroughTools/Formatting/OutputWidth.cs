using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PassthroughTools.Formatting;

/// <summary>
/// How wide the output of a view is. PowerShell tells a view nothing of it: the width that Out-String or Out-File was given is read from
/// the running pipeline, which is not public. Where that fails, and where none was given, it is the window's.
/// </summary>
internal static class OutputWidth
{
    /// <summary>What views are laid out for where no window tells its width.</summary>
    public const int Usual = 80;

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static int Of(PSHost? host) => Asked() ?? Window(host);

    private static int? Asked()
    {
        try
        {
            var pipeline = typeof(Runspace).GetMethod("GetCurrentlyRunningPipeline", Any)?.Invoke(Runspace.DefaultRunspace, null);
            var stopper = Property(pipeline, "Stopper");
            var running = stopper?.GetType().GetField("_stack", Any)?.GetValue(stopper) as IEnumerable ?? Array.Empty<object>();
            var writer = running.Cast<object>().SelectMany(static one => ((IEnumerable?)Property(one, "Commands") ?? Array.Empty<object>()).Cast<object>())
                .Select(static processor => (Property(processor, "Command") as PSCmdlet)?.MyInvocation)
                .FirstOrDefault(static call => call?.MyCommand?.Name.StartsWith("Out-", StringComparison.Ordinal) == true);
            return writer is not null && writer.BoundParameters.TryGetValue("Width", out var width) ? width as int? : null;
        }
        catch (Exception e) when (e is TargetInvocationException or InvalidOperationException or InvalidCastException or AmbiguousMatchException)
        {
            return null;
        }
    }

    private static object? Property(object? of, string name) => of?.GetType().GetProperty(name, Any)?.GetValue(of);

    private static int Window(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI is { } window && !Console.IsOutputRedirected && window.BufferSize.Width > 0 ? window.BufferSize.Width : Usual;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException or IOException)
        {
            return Usual;
        }
    }
}
