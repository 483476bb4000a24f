using System.Management.Automation;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>An advanced setting of a virtual machine: the object alone, since its name does not tell the machine.</summary>
public sealed class AdvancedSettingReference : ObjectReference<AdvancedSetting>
{
    /// <summary>Takes the object.</summary>
    public AdvancedSettingReference(AdvancedSetting item)
        : base(ObjectKinds.AdvancedSetting, item)
    {
    }

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public AdvancedSettingReference(PSObject value)
        : base(ObjectKinds.AdvancedSetting, Given.Of(value, takesNames: false, typeof(AdvancedSetting)))
    {
    }
}
