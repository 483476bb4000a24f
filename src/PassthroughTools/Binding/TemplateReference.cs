using System.Management.Automation;
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

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public TemplateReference(PSObject value)
        : base(ObjectKinds.Template, Given.Of(value, takesNames: true, typeof(Template)))
    {
    }
}
