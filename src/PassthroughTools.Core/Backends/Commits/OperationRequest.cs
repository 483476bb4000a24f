using PassthroughTools.Operations;

namespace PassthroughTools.Backends;

/// <summary>An operation that somebody asks for, and how it is told from others.</summary>
/// <param name="Operation">What is asked for.</param>
/// <param name="Actor">Who asks, as user@machine.</param>
public sealed record OperationRequest(Operation Operation, string Actor)
{
    /// <summary>
    /// The idempotency key: of the requests of one scope with one key only the first is carried out, and the others get its
    /// answer. Null where the request will not be repeated.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Whose the key is, whatever machine it is sent from: the id of a token. Null where it is the actor's.</summary>
    public string? Scope { get; init; }

    /// <summary>The revision that the inventory must have; null for any.</summary>
    public long? IfRevision { get; init; }

    /// <summary>The id by which a server's log knows the request; null where there is none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The network address that the request came from; null where it came from this machine.</summary>
    public string? Source { get; init; }
}
