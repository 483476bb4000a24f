using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Binding;

/// <summary>A kind of object: what it is called, and how its objects are found in an inventory.</summary>
/// <param name="name">What it is called in a message.</param>
/// <param name="notFound">The error that one which is not there is.</param>
/// <param name="lister">The cmdlet that lists all.</param>
internal sealed class ObjectKind<T>(string name, ErrorId notFound, string lister) where T : InventoryObject
{
    private readonly Func<InventoryState, T, T?>? now;
    private readonly Func<InventoryState, SerializedObject, T?>? again;

    /// <summary>All of an inventory.</summary>
    public Func<InventoryState, IEnumerable<T>> All { get; init; } = static _ => [];

    /// <summary>Those of a name, whatever its case.</summary>
    public Func<InventoryState, string, IEnumerable<T>> Named { get; init; } = static (_, _) => [];

    /// <summary>The one of an id.</summary>
    public Func<InventoryState, string, T?> Find { get; init; } = static (_, _) => null;

    /// <summary>What an object that was read earlier is in an inventory, if it is there.</summary>
    public Func<InventoryState, T, T?> Now
    {
        get => now ?? ((state, item) => Find(state, item.Id!));
        init => now = value;
    }

    /// <summary>What an object that came from another session is in an inventory of its server, if it is there.</summary>
    public Func<InventoryState, SerializedObject, T?> Again
    {
        get => again ?? ((state, given) => Find(state, given.Id));
        init => again = value;
    }

    /// <summary>Those that a name means.</summary>
    public IReadOnlyList<T> Fitting(InventoryState state, NamePattern pattern) =>
        pattern.Select(All(state), text => Named(state, text), static item => item.Name);

    /// <summary>That there is none of a name.</summary>
    public PassthroughException Missing(string text, string where = "")
    {
        var fault = notFound == ErrorId.DeviceNotFound ? AddressFault(text) : "";
        return new PassthroughException(notFound,
            $"There is no {name} '{text}'{where}{fault}. See what there is: {lister}", text);
    }

    /// <summary>What is wrong with an address, to be said after what was not found by it.</summary>
    public static string AddressFault(string text) => PciAddress.FaultOf(text) is { } fault
        ? $": it is not a PCI address, since {fault}; write segment:bus:slot.function, as in 0000:03:00.0"
        : "";

    /// <summary>That an object is there no more.</summary>
    public PassthroughException Gone(string text, object target) => new(
        notFound,
        $"{char.ToUpperInvariant(name[0])}{name.Substring(1)} '{text}' does not exist any more. See what there is: {lister}",
        target);
}
