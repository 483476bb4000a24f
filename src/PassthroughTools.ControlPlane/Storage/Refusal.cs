using PassthroughTools.Backends;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage;

/// <summary>A request that was refused.</summary>
internal sealed record Refusal
{
    /// <summary>Its number, counted from 1; 0 until it is written.</summary>
    public long Number { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Whose token it was; null without a valid one.</summary>
    public string? Actor { get; init; }

    /// <summary>The network address that it came from.</summary>
    public string? Source { get; init; }

    /// <summary>The id by which the server's log knows it.</summary>
    public required string RequestId { get; init; }

    /// <summary>The idempotency key, where it had one.</summary>
    public string? Key { get; init; }

    /// <summary>The operation, or the method and path of another request.</summary>
    public required string Operation { get; init; }

    /// <summary>The id of the refusal.</summary>
    public required string Id { get; init; }

    /// <summary>Why.</summary>
    public required string Message { get; init; }

    /// <summary>The refusal of an operation.</summary>
    public static Refusal Of(OperationRequest request, PassthroughException why) => new()
    {
        Time = DateTime.UtcNow,
        Actor = request.Actor,
        Source = request.Source,
        RequestId = request.RequestId!,
        Key = request.Key,
        Operation = request.Operation.Name,
        Id = why.Id.ToString(),
        Message = why.Message,
    };
}
