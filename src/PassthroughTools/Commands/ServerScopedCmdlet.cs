using System.Management.Automation;
using PassthroughTools.Binding;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet with PowerCLI's -Server.</summary>
public abstract class ServerScopedCmdlet : ServerCmdlet
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
}
