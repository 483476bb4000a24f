using Newtonsoft.Json;
using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>An advanced setting of a virtual machine (VIM: extraConfig).</summary>
public sealed class AdvancedSetting : InventoryObject
{
    private readonly VMRecord vm;

    internal AdvancedSetting(InventoryState state, VMRecord vm, string name, string value)
        : base(state, nameof(AdvancedSetting))
    {
        this.vm = vm;
        Name = name;
        Value = value;
    }

    /// <summary>The name, which is unique in the machine.</summary>
    public override string Id => Name;

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Uid => $"{ReadFrom.Origin}VirtualMachine={vm.Id}/AdvancedSetting={Name}/";

    /// <summary>The value.</summary>
    [JsonIgnore]
    public string Value { get; }

    /// <summary>What the setting belongs to.</summary>
    [JsonIgnore]
    public AdvancedSettingType Type { get; } = AdvancedSettingType.VM;

    /// <summary>The machine or template that has it.</summary>
    [JsonIgnore]
    public VirtualMachineBase Entity => ReadFrom.View(vm);

    /// <summary>The machine's id.</summary>
    [JsonIgnore]
    public string EntityId => vm.Id;
}
