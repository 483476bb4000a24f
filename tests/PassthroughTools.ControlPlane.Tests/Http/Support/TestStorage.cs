using System.Runtime.CompilerServices;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Backups;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>A storage that can be made to fail.</summary>
internal sealed class TestStorage : ServerStorage
{
    private readonly ServerStorage inner;

    public TestStorage(ServerStorage inner)
    {
        this.inner = inner;
        TestBackend = new TestBackend(inner.Backend, Fault);
        Refusals = new TestRefusalLog(inner.Refusals, Fault);
    }

    /// <summary>The storage itself.</summary>
    public ServerStorage Inner => inner;

    public StorageFault Fault { get; } = new();

    /// <summary>What goes wrong while the events of a backup are read, and nowhere else.</summary>
    public StorageFault EventsFault { get; } = new();

    public TestBackend TestBackend { get; }

    public override string Kind => inner.Kind;

    public override JournalBackend Backend => TestBackend;

    public override ITokenStore Tokens => inner.Tokens;

    public override IRefusalLog Refusals { get; }

    public override Task CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public override void Doubt() => Inner.Doubt();

    public override Task PruneAsync(RetentionLimits refusals, RetentionLimits journals, CancellationToken cancellationToken) =>
        inner.PruneAsync(refusals, journals, cancellationToken);

    public override async IAsyncEnumerable<InventoryEvent> EventsUpToAsync(
        long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EventsFault.Throw();
        await foreach (var one in inner.EventsUpToAsync(last, cancellationToken)) yield return one;
    }

    public override Task<InventoryEvent> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        Fault.Throw();
        return inner.RestoreAsync(request, cancellationToken);
    }

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}
