using PassthroughTools.Operations.Json;

namespace PassthroughTools.Backends;

/// <summary>What a journal keeps of the request that made a change, where it came over a network.</summary>
public sealed record RequestRecord
{
    /// <summary>The id by which the server's log knows it.</summary>
    public string? Id { get; init; }

    /// <summary>The network address that it came from.</summary>
    public string? Source { get; init; }

    /// <summary>The idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>Whose the key is; null where it is the actor's, as an older version wrote it.</summary>
    public string? Scope { get; init; }

    /// <summary>A fingerprint of what was asked for, by which another operation with the same key is told.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What is kept of a request; null where nothing is.</summary>
    internal static RequestRecord? Of(OperationRequest request) => request is { RequestId: null, Source: null, Key: null }
        ? null
        : new RequestRecord
        {
            Id = request.RequestId,
            Source = request.Source,
            Key = request.Key,
            Scope = request.Key is null ? null : request.Scope,
            Fingerprint = request.Key is null ? null : OperationJson.Fingerprint(request.Operation),
        };
}
