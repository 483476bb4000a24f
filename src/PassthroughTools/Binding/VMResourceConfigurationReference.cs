using System.Management.Automation;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>What is reserved for a virtual machine: the object alone, since its name does not tell the machine.</summary>
public sealed class VMResourceConfigurationReference : ObjectReference<VMResourceConfiguration>
{
    /// <summary>Takes the object.</summary>
    public VMResourceConfigurationReference(VMResourceConfiguration item)
        : base(ObjectKinds.VMResourceConfiguration, item)
    {
    }

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public VMResourceConfigurationReference(PSObject value)
        : base(ObjectKinds.VMResourceConfiguration, Given.Of(value, takesNames: false, typeof(VMResourceConfiguration)))
    {
    }
}
