namespace PassthroughTools.Backends;

/// <summary>An operation that had ended when it was accepted.</summary>
/// <param name="id">Its id.</param>
/// <param name="outcome">What became of it.</param>
internal sealed class EndedOperation(string id, Outcome outcome) : IRunningOperation
{
    public string Id => id;

    public OperationProgress Progress => new(100, outcome.Target, null);

    public Task<Outcome> Ended { get; } = Task.FromResult(outcome);

    public Task<bool> TryCancelAsync() => Task.FromResult(false);
}
