#pragma warning disable MA0048 // two faults of a line each

using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Planning.Execution;

/// <summary>A backend that passes everything on; what makes it fail is derived from it.</summary>
internal abstract class PassingBackend(JournalBackend inner) : JournalBackend
{
    public override string Target => inner.Target;

    protected JournalBackend Inner => inner;

    public override Task<InventoryState> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public abstract override Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken);

    public override Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(after, cancellationToken);

    public override Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) =>
        inner.FollowAsync(after, next, cancellationToken);
}

/// <summary>
/// Carries out so many operations; the answer of the last one is lost, as by a kill, and so are all further ones.
/// </summary>
internal sealed class StoppingBackend(JournalBackend inner, int operations) : PassingBackend(inner)
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
internal sealed class ThievingBackend(JournalBackend inner) : PassingBackend(inner)
{
    public override async Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation is PowerOnVM power && await ReadAsync(cancellationToken) is var state
            && state.VMs.Find(power.VMId)!.Name == "dyn-0" && !state.VMsNamed("thief").Any())
        {
            var made = await Inner.ExecuteAsync(
                new CreateVM { NewName = "thief", VMHostId = state.HostNamed("esx2").Id,
                    Firmware = PassthroughTools.Inventory.Firmware.Efi }, "thief@test", cancellationToken);
            var id = made.TargetId;
            await Inner.ExecuteAsync(new SetResources { VMId = id, MemoryReservationLockedToMax = true }, "thief@test",
                cancellationToken);
            await Inner.ExecuteAsync(
                new AttachFixedDevice { VMId = id, VMHostId = state.HostNamed("esx2").Id, Address = power.Devices![0] },
                "thief@test", cancellationToken);
        }

        return await Inner.ExecuteAsync(request, cancellationToken);
    }
}

/// <summary>
/// Operations have ids of the server's own and end when they are told to, whoever waits; its own keys are not known again.
/// </summary>
internal sealed class SlowBackend(IInventoryBackend inner) : IInventoryBackend
{
    private readonly List<SlowOperation> operations = [];

    public string Target => inner.Target;

    public int Begun => operations.Count;

    public Task<InventoryState> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public Task<IRunningOperation> BeginAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        operations.Add(
            new SlowOperation($"task-{operations.Count + 1}", () => inner.ExecuteAsync(request with { Key = null }, default)));
        return Task.FromResult<IRunningOperation>(operations[^1].For(cancellationToken));
    }

    public Task<IRunningOperation?> AttachAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult<IRunningOperation?>(operations.Find(one => one.Id == id)?.For(cancellationToken));

    public void Finish() => operations[^1].Finish();

    public void Dispose()
    {
        // The inner one is its owner's.
    }

    private sealed class SlowOperation(string id, Func<Task<Outcome>> work) : IRunningOperation
    {
        private readonly TaskCompletionSource gate = new();
        private Task<Outcome>? ended;

        public string Id => id;

        public OperationProgress Progress => new(0, "", null);

        public Task<Outcome> Ended => ended ??= EndAsync();

        public void Finish() => gate.TrySetResult();

        public Waited For(CancellationToken cancellationToken) => new(this, Ended.WaitAsync(cancellationToken));

        public Task<bool> TryCancelAsync() => Task.FromResult(false);

        private async Task<Outcome> EndAsync()
        {
            await gate.Task;
            return await work();
        }
    }

    private sealed class Waited(SlowOperation operation, Task<Outcome> ended) : IRunningOperation
    {
        public string Id => operation.Id;

        public OperationProgress Progress => operation.Progress;

        public Task<Outcome> Ended => ended;

        public Task<bool> TryCancelAsync() => operation.TryCancelAsync();
    }
}
