using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>What an operation was found to change.</summary>
public record Decision
{
    /// <summary>The changes, to be made together; empty where all is already as asked.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>The name of the object that the operation is about.</summary>
    public required string Target { get; init; }

    /// <summary>What changes, in words for the event feed.</summary>
    public required string Summary { get; init; }

    /// <summary>The id of the object that the operation is about.</summary>
    public required string TargetId { get; init; }

    /// <summary>The key of the passthrough device that an attach added.</summary>
    public int? DeviceKey { get; init; }
}
