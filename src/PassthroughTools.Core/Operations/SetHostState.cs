using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Puts a host into maintenance mode, or back into service. In maintenance mode nothing runs there; suspended machines may stay.
/// </summary>
public sealed record SetHostState : Operation
{
    /// <summary>The host's id.</summary>
    public required string VMHostId { get; init; }

    /// <summary>Maintenance or Connected.</summary>
    public required VMHostState State { get; init; }

    /// <summary>
    /// Maintenance: whether running machines are moved to other hosts of the cluster first, and powered-off ones without Fixed
    /// devices registered there. Where one of the running ones cannot move, nothing is done.
    /// </summary>
    public bool Evacuate { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var host = state.Host(VMHostId);
        if (State is not (VMHostState.Maintenance or VMHostState.Connected))
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"Host '{host.Name}' cannot be put into state {State}. Choose Maintenance or Connected.", State.ToString());
        var changes = new List<Change>();
        var now = state;
        if (State == VMHostState.Maintenance)
        {
            if (host.PowerState is VMHostPowerState.PoweredOff or VMHostPowerState.StandBy
                || host.ConnectionState is VMHostState.Disconnected or VMHostState.NotResponding)
            {
                throw new PassthroughException(
                    ErrorId.VMHostNotAvailable,
                    $"Host '{host.Name}' cannot enter maintenance mode: it "
                    + $"is {host.ConnectionState}, {host.PowerState}. Connect and power it on first.", state.View(host));
            }

            if (Evacuate) now = Evacuation.Register(Evacuation.MoveRunning(state, host, changes), host, changes);
            else EnforceIdle(state, host);
        }

        if (host.ConnectionState != State) changes.Add(new HostPut(now.Host(host.Id) with { ConnectionState = State }));
        return new Decision
        {
            Changes = changes,
            Target = host.Name,
            TargetId = host.Id,
            Summary = (host.ConnectionState == State ? $"Host '{host.Name}' is in state {State}"
                : State == VMHostState.Maintenance ? $"Host '{host.Name}' entered maintenance mode"
                : $"Host '{host.Name}' is in service again")
                + Moved(changes),
        };
    }

    private static string Moved(List<Change> changes)
    {
        var names = changes.OfType<VMPut>().Select(static put => put.VM.Name).ToList();
        return names.Count == 0 ? "" : $"; moved: {string.Join(", ", names)}";
    }

    private static void EnforceIdle(InventoryState state, HostRecord host)
    {
        var running = state.VMsOn(host.Id).Where(static vm => vm.PowerState == VMPowerState.PoweredOn)
            .Select(static vm => $"'{vm.Name}'").ToList();
        if (running.Count == 0) return;
        throw new PassthroughException(
            ErrorId.VMHostInUse,
            $"Host '{host.Name}' runs {string.Join(", ", running.Take(4))}{(running.Count > 4 ? ", ..." : "")}; in maintenance "
            + "mode nothing runs. "
            + $"Move what can move: {HostRequirements.Evacuate(host)}, or see what each VM needs: "
            + $"New-PassthroughMaintenancePlan -VMHost {host.Name.Quoted()}",
            state.View(host));
    }
}
