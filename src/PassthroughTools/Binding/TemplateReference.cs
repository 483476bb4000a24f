using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A template: the object, or a name with wildcards.</summary>
public sealed class TemplateReference : ObjectReference<VirtualMachineBase>
{
    /// <summary>Takes the object.</summary>
    public TemplateReference(Template item)
        : base(ObjectKinds.Template, item)
    {
    }

    /// <summary>Takes a name.</summary>
    public TemplateReference(string name)
        : base(ObjectKinds.Template, name)
    {
    }
}
