using System;
using System.Linq;
using System.Management.Automation;
using PassthroughTools.Backends;

namespace PassthroughTools.Commands;

/// <summary>Gets the changes that were committed, or that a rehearsal would have committed.</summary>
/// <remarks>
///   <para>One event a change: sequence number, time, who, what changed on which object. In a rehearsal: what would have changed since it
///   was connected.</para>
/// </remarks>
/// <example>
///   <para>Gets what a rehearsed script would have changed.</para>
///   <code>Get-PassthroughEvent | Format-Table Sequence, Operation, Summary</code>
/// </example>
/// <example>
///   <para>Shows changes as they are committed, until Ctrl+C.</para>
///   <code>Get-PassthroughEvent -After 120 -Follow</code>
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
    protected override void ProcessRecord() => Attempt(() =>
    {
        var seen = Servers.ToDictionary(static server => server, _ => After);
        do
        {
            foreach (var server in Servers)
            {
                var events = server.Handle.ReadEventsAsync(seen[server], StopToken).GetAwaiter().GetResult();
                foreach (var committed in events) WriteObject(committed);
                if (events.Count > 0) seen[server] = events[events.Count - 1].Sequence;
            }
        }
        while (Follow && !StopToken.WaitHandle.WaitOne(PollInterval));
    });
}
