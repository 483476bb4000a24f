using PassthroughTools.Vim.Views;

namespace PassthroughTools.Binding;

/// <summary>A type of managed objects: VirtualMachine, VMware.Vim.VirtualMachine or [VMware.Vim.VirtualMachine].</summary>
public sealed class ViewTypeReference
{
    /// <summary>Takes a name.</summary>
    public ViewTypeReference(string name) => Name = name.Substring(name.LastIndexOf('.') + 1);

    /// <summary>Takes a type.</summary>
    public ViewTypeReference(Type type) => Name = type.Name;

    /// <summary>The types that are listed.</summary>
    internal static IReadOnlyList<string> Listed { get; } = [nameof(VirtualMachine), nameof(HostSystem), nameof(ClusterComputeResource)];

    /// <summary>The name, without a namespace.</summary>
    public string Name { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
