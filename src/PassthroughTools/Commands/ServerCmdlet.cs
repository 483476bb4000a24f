using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet with PowerCLI's -Server.</summary>
public abstract class ServerCmdlet : PassthroughCmdlet
{
    /// <summary>
    /// The connected servers to work on, by object or name. Without it the default servers are used: those that Connect-VIServer
    /// connected without -NotDefault.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public ServerReference[]? Server { get; set; }

    private protected override ServerReference[]? RequestedServers => Server;

    /// <summary>The servers that names are looked up on.</summary>
    private protected IReadOnlyList<VIServer> Servers => Finder.Servers;

    /// <summary>The only server.</summary>
    /// <param name="what">What is done with one server alone.</param>
    /// <param name="target">What it is done for.</param>
    /// <exception cref="PassthroughException">AmbiguousName: there are several.</exception>
    private protected VIServer OnlyServer(string what, object target) => Servers.Count == 1 ? Servers[0] : throw new PassthroughException(
        ErrorId.AmbiguousName, $"{Servers.Count} servers are connected, and {what}. Name it: -Server '{Servers[0].Name}'", target);

    /// <inheritdoc/>
    protected override void EndProcessing() => Finder.ReportMissing();
}
