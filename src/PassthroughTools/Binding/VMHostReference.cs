using System.Management.Automation;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A host: the object, or a name with wildcards.</summary>
public sealed class VMHostReference : ObjectReference<VMHost>
{
    /// <summary>Takes the object.</summary>
    public VMHostReference(VMHost item)
        : base(ObjectKinds.VMHost, item)
    {
    }

    /// <summary>Takes a name.</summary>
    public VMHostReference(string name)
        : base(ObjectKinds.VMHost, name)
    {
    }

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public VMHostReference(PSObject value)
        : base(ObjectKinds.VMHost, Given.Of(value, takesNames: true, typeof(VMHost)))
    {
    }
}
