using PassthroughTools.Operations;

namespace PassthroughTools.Importing;

/// <summary>What an import was found to change, and object by object what it does.</summary>
public sealed record ImportDecision : Decision
{
    /// <summary>
    /// The objects that the input is about: clusters, then each host with its devices and virtual machines. Devices that no input
    /// lists are not among them.
    /// </summary>
    public required IReadOnlyList<ImportedItem> Items { get; init; }
}
