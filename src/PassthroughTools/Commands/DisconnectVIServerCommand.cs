using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Ends connections to servers.</summary>
/// <remarks>
///   <para>Without -Server the default servers are disconnected. Objects that were read from a server can be read further, but
///   not be used in cmdlets any more. A rehearsal ends with its connection, and its events are lost; the one that
///   PASSTHROUGHTOOLS_REHEARSAL makes goes on for the whole process, until Remove-Module.</para>
/// </remarks>
/// <example>
///   <para>Disconnects all servers.</para>
///   <code>Disconnect-VIServer * -Confirm:$false</code>
/// </example>
/// <example>
///   <para>Disconnects one store by its file name.</para>
///   <code>Disconnect-VIServer lab.json -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "VIServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class DisconnectVIServerCommand : PassthroughCmdlet
{
    /// <summary>The servers to disconnect, by object or name.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    [Takes(typeof(ServerReference))]
    public ServerReference[]? Server { get; set; }

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var table = SessionTable.Current;
        if (Server is null)
        {
            Attempt(() =>
            {
                if (table.Defaults.Count == 0) throw new PassthroughException(ErrorId.NotConnected, Finder.NoDefaultServer);
                foreach (var server in table.Defaults.ToList()) Disconnect(server);
            });
            return;
        }

        foreach (var reference in Server)
        {
            Attempt(() =>
            {
                var meant = Finder.Connected(reference);
                if (meant.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(reference.ToString()))
                    throw new PassthroughException(ErrorId.NotConnected,
                        $"Server '{reference}' is not connected. There is nothing to do.", reference.ToString());
                foreach (var server in meant) Disconnect(server);
            });
        }
    }

    private void Disconnect(VIServer server)
    {
        // -Force answers the question, but never -WhatIf.
        if ((Force && !IsWhatIf)
            || ShouldProcess($"Server '{server.Name}'{(server.IsRehearsal ? " (rehearsal)" : "")}", "Disconnect"))
            SessionTable.Current.Remove(server, SessionState);
    }
}
