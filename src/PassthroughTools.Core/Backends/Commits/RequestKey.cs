using PassthroughTools.Errors;

namespace PassthroughTools.Backends;

/// <summary>An idempotency key, and whose it is.</summary>
/// <param name="Key">The key.</param>
/// <param name="Actor">Who asks, as user@machine; null for anybody.</param>
/// <param name="Scope">Whose keys they are, whatever the machine: a token's id. Null where the actor's are.</param>
public readonly record struct RequestKey(string Key, string? Actor, string? Scope)
{
    /// <summary>The key of a request; null where it has none.</summary>
    internal static RequestKey? Of(OperationRequest request) =>
        request.Key is { } key ? new RequestKey(key, request.Actor, request.Scope) : null;

    /// <summary>
    /// Whether a change was asked for with this key. One that an older version wrote has no scope, and is its actor's.
    /// </summary>
    internal bool IsOf(InventoryEvent committed) =>
        committed.Request is { } request
        && string.Equals(request.Key, Key, StringComparison.Ordinal)
        && ((Actor is null && Scope is null)
            || (request.Scope is { } scope
                ? string.Equals(scope, Scope, StringComparison.Ordinal)
                : string.Equals(committed.Actor, Actor, StringComparison.Ordinal)));

    /// <summary>The refusal of another operation with the key of one that was answered.</summary>
    /// <param name="operation">The operation that was answered.</param>
    /// <param name="target">What that one was about.</param>
    internal PassthroughException UsedFor(string operation, string target) => new(
        ErrorId.ValueInvalid,
        $"The idempotency key '{Key}' was used for {operation} of '{target}', which is another operation or has other values. "
        + "Use a new key.",
        Key);
}
