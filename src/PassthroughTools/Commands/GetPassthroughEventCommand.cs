using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Gets the changes that were committed, or that a rehearsal would have committed.</summary>
/// <remarks>
///   <para>One event a change: sequence number, time, who, what changed on which object. In a rehearsal: what would have changed
///   since it was connected.</para>
///   <para>A local store keeps its events in its journal and the archives beside it. Where the archives were deleted, the older
///   events are not there. A control plane gives the events of its own store or database, of all its users.</para>
///   <para>-Follow goes on after a lost connection to a control plane where it was, each event once. It ends with
///   ConcurrentChange where the server has another history since.</para>
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
public sealed class GetPassthroughEventCommand : ServerCmdlet
{
    // What a slow pipeline has not taken yet; whoever hands over more waits.
    private const int MaxWaiting = 1024;

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
        if (Follow) FollowServers();
        else foreach (var server in Servers) Attempt(() => WriteObject(ReadEvents(server), enumerateCollection: true));
    }

    private IReadOnlyList<InventoryEvent> ReadEvents(VIServer server)
    {
        var watch = Stopwatch.StartNew();
        var events = Wait.For(() => server.Feed.ReadEventsAsync(After, StopToken));
        Say(FormattableString.Invariant($"Read the events of {server.Name} in {watch.ElapsedMilliseconds} ms: {events.Count}"));
        return events;
    }

    /// <summary>
    /// Events of all servers as they come. A server whose events cannot be read any further is left out from then on.
    /// </summary>
    private void FollowServers()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        using var arrived = new BlockingCollection<Action>(MaxWaiting);
        var following = FollowAllAsync(Servers, arrived, stop.Token);
        try
        {
            foreach (var write in arrived.GetConsumingEnumerable(StopToken)) Attempt(write);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            stop.Cancel();
            following.GetAwaiter().GetResult();
        }
    }

    // A store reads its journal on the thread that asks, and this one writes meanwhile.
    private async Task FollowAllAsync(IReadOnlyList<VIServer> servers, BlockingCollection<Action> arrived, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(servers.Select(
                server => Task.Run(() => FollowAsync(server, arrived, stop), CancellationToken.None))).ConfigureAwait(false);
        }
        finally
        {
            arrived.CompleteAdding();
        }
    }

    private async Task FollowAsync(VIServer server, BlockingCollection<Action> arrived, CancellationToken stop)
    {
        try
        {
            await server.Feed.FollowAsync(After, committed => arrived.Add(() => WriteObject(committed), stop), stop)
                .ConfigureAwait(false);
        }
        catch (PassthroughException refusal) when (!stop.IsCancellationRequested)
        {
            arrived.TryAdd(() => Refuse(refusal), Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
