namespace PassthroughTools.Inventory;

/// <summary>What an advanced setting belongs to, with PowerCLI's name. This version keeps those of virtual machines.</summary>
public enum AdvancedSettingType : long
{
    /// <summary>A virtual machine.</summary>
    VM,
}
