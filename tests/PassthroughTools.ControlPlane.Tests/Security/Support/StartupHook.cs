using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>
/// The entry of a process that runs with this assembly as its startup hook, see <see cref="TokenWorker"/>. The runtime looks for
/// this name without a namespace.
/// </summary>
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The runtime asks for it.")]
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime asks for it.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(TokenWorker.Variable)?.Split('|') is not [var path, var prefix, var count]) return;
        TokenWorker.Add(path, prefix, int.Parse(count, CultureInfo.InvariantCulture), CancellationToken.None).GetAwaiter()
            .GetResult();
        Environment.Exit(0);
    }
}
