namespace PassthroughTools.Importing;

/// <summary>An object that an import touches, and what it does with it.</summary>
public sealed record ImportedItem
{
    /// <summary>What kind of object it is.</summary>
    public required ImportedKind Kind { get; init; }

    /// <summary>
    /// Its name; a device's PCI address; a file's path in its folder or archive, or that of a folder, with a slash at its end.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The name of its host; null for hosts, clusters and files.</summary>
    public string? VMHost { get; init; }

    /// <summary>What the import does with it.</summary>
    public required ImportAction Action { get; init; }

    /// <summary>
    /// What changes, such as "MemoryMB 1024 -> 2048; Notes"; a device's name where it is added or removed; what was left out; why
    /// a file was passed over.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>
    /// What the input says of a device that contradicts a machine that runs, or the name that it shows for the host where that is
    /// another; <see cref="Detail"/> has it too. Null where nothing contradicts. Import-PassthroughInventory warns of it.
    /// </summary>
    public string? Contradiction { get; init; }

    /// <summary>Kind, name and action.</summary>
    public override string ToString() => $"{Kind} {Name} {Action}";
}
