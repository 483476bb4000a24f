using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A host: the object, or a name with wildcards.</summary>
public sealed class VMHostReference : ObjectReference<VMHost>
{
    /// <summary>Takes the object.</summary>
    public VMHostReference(VMHost item)
        : base(item)
    {
    }

    /// <summary>Takes a name.</summary>
    public VMHostReference(string name)
        : base(name)
    {
    }
}
