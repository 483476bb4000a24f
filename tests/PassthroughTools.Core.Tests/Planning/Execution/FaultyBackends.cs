#pragma warning disable MA0048 // two faults of a line each

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Planning.Execution;

/// <summary>A backend that passes everything on; what makes it fail is derived from it.</summary>
internal abstract class PassingBackend(IPassthroughBackend inner) : IPassthroughBackend
{
    public string Target => inner.Target;

    protected IPassthroughBackend Inner => inner;

    public Task<InventoryState> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public abstract Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken);

    public Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken) => inner.ReadEventsAsync(after, cancellationToken);

    public Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) => inner.FollowAsync(after, next, cancellationToken);

    public void Dispose()
    {
        // The inner one is its owner's.
    }
}

/// <summary>Carries out so many operations; the answer of the last one is lost, as by a kill, and so are all further ones.</summary>
internal sealed class StoppingBackend(IPassthroughBackend inner, int operations) : PassingBackend(inner)
{
    private int left = operations;

    public override async Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        if (left == 0) throw new OperationCanceledException();
        var commit = await Inner.ExecuteAsync(request, cancellationToken);
        if (!commit.IsRepeated && --left == 0) throw new OperationCanceledException();
        return commit;
    }
}

/// <summary>Lets somebody else take the device that dyn-0 was to have, just before it is powered on.</summary>
internal sealed class ThievingBackend(IPassthroughBackend inner) : PassingBackend(inner)
{
    public override async Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation is PowerOnVM power && await ReadAsync(cancellationToken) is var state && state.VMs.Find(power.VMId)!.Name == "dyn-0" && !state.VMsNamed("thief").Any())
        {
            var made = await Inner.ExecuteAsync(new CreateVM { NewName = "thief", VMHostId = state.HostNamed("esx2").Id, Firmware = PassthroughTools.Inventory.Firmware.Efi }, "thief@test", cancellationToken);
            var id = made.Decision.TargetId;
            await Inner.ExecuteAsync(new SetResources { VMId = id, MemoryReservationLockedToMax = true }, "thief@test", cancellationToken);
            await Inner.ExecuteAsync(new AttachFixedDevice { VMId = id, VMHostId = state.HostNamed("esx2").Id, Address = power.Devices![0] }, "thief@test", cancellationToken);
        }

        return await Inner.ExecuteAsync(request, cancellationToken);
    }
}
