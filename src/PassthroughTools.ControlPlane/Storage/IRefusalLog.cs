namespace PassthroughTools.ControlPlane.Storage;

/// <summary>The part of the audit that no journal has: what was refused, to whom.</summary>
internal interface IRefusalLog
{
    /// <summary>
    /// Adds a refusal. It never fails the request that was refused: what cannot be written goes to the server's log.
    /// </summary>
    Task AddAsync(Refusal refusal, CancellationToken cancellationToken);

    /// <summary>Refusals after a number, oldest first.</summary>
    /// <param name="after">The number that the first one's is above.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<Refusal>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The newest refusals below a number, oldest first.</summary>
    /// <param name="before">The number that the last one's is below.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<Refusal>> ReadBeforeAsync(long before, int limit, CancellationToken cancellationToken);
}
