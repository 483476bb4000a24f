using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Gets the changes that were committed, or that a rehearsal would have committed.</summary>
/// <remarks>
///   <para>One event a change: sequence number, time, who, what changed on which object. In a rehearsal: what would have changed
///   since it was connected.</para>
///   <para>A local store keeps its events in its journal and the archives beside it. Where the archives were deleted, the older
///   events are not there.</para>
/// </remarks>
/// <example>
///   <para>Gets what was changed last.</para>
///   <code>Get-PassthroughEvent | Select-Object -Last 5 | Format-Table Sequence, Time, Actor, Summary</code>
/// </example>
/// <example>
///   <para>Gets what a script changes, and nothing that was before.</para>
///   <code>
///   $last = (Get-PassthroughEvent | Select-Object -Last 1).Sequence
///   Set-VM train-01 -Notes 'Runs until Friday'
///   Start-VM train-01
///   Get-PassthroughEvent -After $last
///   </code>
/// </example>
/// <example>
///   <para>Shows changes as they are committed, until Ctrl+C.</para>
///   <code>Get-PassthroughEvent -Follow</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "PassthroughEvent")]
[OutputType(typeof(InventoryEvent))]
public sealed class GetPassthroughEventCommand : ServerScopedCmdlet
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The sequence number after which events are meant; all where none is given.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, long.MaxValue)]
    public long After { get; set; }

    /// <summary>Goes on with what is committed from now on, until Ctrl+C.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var seen = Servers.ToDictionary(static server => server, _ => After);
        do
        {
            // A server whose events cannot be read is left out from then on; the others are followed further.
            foreach (var server in Servers)
            {
                if (seen.ContainsKey(server) && !TryWrite(server, seen)) seen.Remove(server);
            }
        }
        while (Follow && seen.Count > 0 && !StopToken.WaitHandle.WaitOne(PollInterval));
    }

    private bool TryWrite(VIServer server, Dictionary<VIServer, long> seen)
    {
        bool isRead = false;
        Attempt(() =>
        {
            var events = server.Handle.ReadEventsAsync(seen[server], StopToken).GetAwaiter().GetResult();
            foreach (var committed in events) WriteObject(committed);
            if (events.Count > 0) seen[server] = events[events.Count - 1].Sequence;
            isRead = true;
        });
        return isRead;
    }
}
