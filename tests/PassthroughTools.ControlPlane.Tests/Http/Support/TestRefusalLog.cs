using PassthroughTools.ControlPlane.Storage;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>A log of refusals whose reading can be made to fail.</summary>
internal sealed class TestRefusalLog(IRefusalLog inner, StorageFault fault) : IRefusalLog
{
    public Task AddAsync(Refusal refusal, CancellationToken cancellationToken) => inner.AddAsync(refusal, cancellationToken);

    public Task<IReadOnlyList<Refusal>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        fault.Throw();
        return inner.ReadAsync(after, limit, cancellationToken);
    }

    public Task<IReadOnlyList<Refusal>> ReadBeforeAsync(long before, int limit, CancellationToken cancellationToken)
    {
        fault.Throw();
        return inner.ReadBeforeAsync(before, limit, cancellationToken);
    }
}
