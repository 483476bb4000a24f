using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A template: the object, or a name with wildcards.</summary>
public sealed class TemplateReference : ObjectReference<Template>
{
    /// <summary>Takes the object.</summary>
    public TemplateReference(Template item)
        : base(item)
    {
    }

    /// <summary>Takes a name.</summary>
    public TemplateReference(string name)
        : base(name)
    {
    }
}
