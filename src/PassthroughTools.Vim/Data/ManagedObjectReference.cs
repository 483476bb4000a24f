using PassthroughTools.Vim.Views;

namespace VMware.Vim;

/// <summary>What names a managed object of a server, such as VirtualMachine-vm-12.</summary>
public sealed class ManagedObjectReference : IEquatable<ManagedObjectReference>
{
    /// <summary>Makes an empty one.</summary>
    public ManagedObjectReference()
    {
    }

    /// <summary>Makes the one of an id.</summary>
    /// <param name="id">A type, a hyphen and a value, such as VirtualMachine-vm-12.</param>
    /// <exception cref="FormatException">It is no id.</exception>
    public ManagedObjectReference(string id)
    {
        int hyphen = id?.IndexOf('-') ?? throw new ArgumentNullException(nameof(id));
        if (hyphen <= 0 || hyphen == id.Length - 1)
            throw new FormatException($"'{id}' is not the id of a managed object, such as VirtualMachine-vm-12.");
        Type = id.Substring(0, hyphen);
        Value = id.Substring(hyphen + 1);
    }

    /// <summary>The managed object's type, such as VirtualMachine.</summary>
    public string? Type { get; set; }

    /// <summary>What tells the object from others of the server, such as vm-12.</summary>
    public string? Value { get; set; }

    /// <summary>What answers for the server that it was read from; null where a script has made it.</summary>
    internal IVimClient? Client { get; set; }

    /// <inheritdoc/>
    public bool Equals(ManagedObjectReference? other) => other is not null
        && string.Equals(Type, other.Type, StringComparison.Ordinal)
        && string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ManagedObjectReference);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The id.</summary>
    public override string ToString() => $"{Type}-{Value}";
}
