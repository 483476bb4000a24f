using System.Management.Automation;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A virtual machine or template: the object, or a name with wildcards.</summary>
public sealed class VMReference : ObjectReference<VirtualMachineBase>
{
    /// <summary>Takes the object.</summary>
    public VMReference(VirtualMachineBase item)
        : base(ObjectKinds.AnyVM, item)
    {
    }

    /// <summary>Takes a name.</summary>
    public VMReference(string name)
        : base(ObjectKinds.AnyVM, name)
    {
    }

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public VMReference(PSObject value)
        : base(ObjectKinds.AnyVM, Given.Of(value, takesNames: true, typeof(VirtualMachineBase)))
    {
    }
}
