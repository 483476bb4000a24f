namespace PassthroughTools.Backends;

/// <summary>An operation that a backend has accepted.</summary>
public interface IRunningOperation
{
    /// <summary>
    /// By which <see cref="IInventoryBackend.AttachAsync"/> finds it; empty where it has ended and nobody needs to.
    /// </summary>
    string Id { get; }

    /// <summary>How far it is now.</summary>
    OperationProgress Progress { get; }

    /// <summary>
    /// What became of it; fails with a <see cref="Errors.PassthroughException"/> where it was refused in the end, and is
    /// cancelled where it was.
    /// </summary>
    Task<Outcome> Ended { get; }

    /// <summary>Asks that it be given up; false where it has ended or cannot be.</summary>
    Task<bool> TryCancelAsync();
}
