using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>A snapshot of a virtual machine as it is stored.</summary>
public sealed record SnapshotRecord
{
    /// <summary>The id, unique in the inventory.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>When it was taken, in UTC.</summary>
    public DateTime Created { get; init; }

    /// <summary>The id of the snapshot before it, or null for the first.</summary>
    public string? ParentId { get; init; }

    /// <summary>Whether it holds the memory too.</summary>
    public bool Memory { get; init; }

    /// <summary>The machine's state inside it where that is known and Memory does not tell it: suspended.</summary>
    public VMPowerState? PowerState { get; init; }

    /// <summary>The machine's state inside it: powered on or suspended where it holds the memory, else powered off.</summary>
    internal VMPowerState StateInside => PowerState ?? (Memory ? VMPowerState.PoweredOn : VMPowerState.PoweredOff);

    /// <summary>Whether the guest's file systems were quiesced; null where it is not known.</summary>
    public bool? Quiesced { get; init; }

    /// <summary>The space that it takes, in MB; null where it is not known.</summary>
    public decimal? SizeMB { get; init; }

    /// <summary>
    /// Whether the machine goes on from it. Null where it is not known, as in older stores: where it is of no snapshot of the
    /// machine, that is the last one.
    /// </summary>
    public bool? Current { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
