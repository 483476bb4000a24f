using System;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Sets how long operations take in a rehearsal, so that a rehearsed maintenance window has the shape of the real one.</summary>
/// <remarks>
///   <para>The setting is kept in the store, in a rehearsal in memory only. While the time passes a progress bar shows the item, how
///   much of it is done and how long it takes yet; the change is made at the end, and Ctrl+C before leaves all as it was. Connect-VIServer's
///   result shows what is set, in its property SimulatedSeconds. A live vSphere takes the time that it takes.</para>
/// </remarks>
/// <example>
///   <para>Lets a vMotion take a fifth of a second and a host's restart one, instead of half a minute and ten minutes.</para>
///   <code>
///   Set-PassthroughSimulation MoveVM -Seconds 0.2
///   Set-PassthroughSimulation RestartHost -Seconds 1
///   Restart-VMHost esxi02.domain.com -Force -Confirm:$false
///   </code>
/// </example>
/// <example>
///   <para>Lets all operations take no time again.</para>
///   <code>Set-PassthroughSimulation * -Seconds 0</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "PassthroughSimulation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SimulatedDuration))]
public sealed class SetPassthroughSimulationCommand : ServerScopedCmdlet
{
    /// <summary>The operations' names, with wildcards, as in the event feed: MoveVM, SuspendVM, PowerOnVM, RestartHost and so on.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationNameCompleter))]
    public string[] Operation { get; set; } = [];

    /// <summary>The duration in seconds, as 0.5; at most a day, 0 for none.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    public decimal Seconds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var server in Servers)
        {
            foreach (var text in Operation)
            {
                // A name that is none is asked for all the same: the refusal lists what there is.
                var pattern = new NamePattern(text);
                var names = pattern.IsPattern ? pattern.Select(SetSimulation.Operations, static name => name) : [text];
                foreach (var name in names)
                {
                    if (!ShouldProcess($"Operation {name} of server '{server}'", FormattableString.Invariant($"Let it take {Seconds} s"))) continue;
                    Attempt(() =>
                    {
                        var commit = Execute(server, new SetSimulation { OperationName = name, Seconds = Seconds });
                        WriteObject(new SimulatedDuration(commit.Decision.Target, Seconds, server));
                    });
                }
            }
        }
    }
}
