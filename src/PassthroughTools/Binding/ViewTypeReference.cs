using PassthroughTools.Vim.Views;

namespace PassthroughTools.Binding;

/// <summary>A type of managed objects: VirtualMachine, VMware.Vim.VirtualMachine or [VMware.Vim.VirtualMachine].</summary>
public sealed class ViewTypeReference
{
    /// <summary>Takes a name.</summary>
    public ViewTypeReference(string name)
    {
        string given = name.Substring(name.LastIndexOf('.') + 1);
        Name = VimViews.Names.FirstOrDefault(one => string.Equals(one, given, StringComparison.OrdinalIgnoreCase)) ?? given;
    }

    /// <summary>Takes a type.</summary>
    public ViewTypeReference(Type type) => Name = type.Name;

    /// <summary>The types that are listed.</summary>
    internal static IReadOnlyList<string> Listed { get; } = [nameof(VirtualMachine), nameof(HostSystem),
        nameof(ClusterComputeResource)];

    /// <summary>The name, without a namespace.</summary>
    public string Name { get; }

    /// <summary>Whether both are the same type, so that a filter of Pester's may compare it with a name.</summary>
    public override bool Equals(object? obj) => obj switch
    {
        string name => Equals(new ViewTypeReference(name)),
        ViewTypeReference other => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
