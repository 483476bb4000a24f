using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Operations;

/// <summary>Sets, creates or removes one advanced setting of a virtual machine (VIM: extraConfig).</summary>
public sealed record SetAdvancedSetting : Operation
{
    private const int MaxLength = 4096;

    // No source limits them. The inventory is kept in memory and each change has all of its machine, so that something must.
    private const int MaxCount = 1024;

    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The setting's name.</summary>
    [Most(MaxLength)]
    public required string Setting { get; init; }

    /// <summary>The value, or null to remove the setting.</summary>
    [Most(MaxLength)]
    public required string? Value { get; init; }

    /// <summary>Whether the setting must not be there yet.</summary>
    public bool MustBeNew { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        if (!VMValues.IsName(Setting, MaxLength))
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"{Malformed.Quote(Setting)} is no name for an advanced setting. A name has 1 to 4096 characters and no control "
                + "characters.", Setting);
        if (Value?.Length > MaxLength)
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"The value for {Malformed.Quote(Setting)} of VM '{vm.Name}' has more than 4096 characters. Shorten it.",
                state.View(vm));
        if (Value is not null && PropertyKeys.Refusal(vm, Setting) is { } property)
            throw new PassthroughException(ErrorId.ValueInvalid, property, state.View(vm));
        var before = vm.Setting(Setting);
        if (MustBeNew && before is not null)
            throw new PassthroughException(ErrorId.NameInUse,
                $"VM '{vm.Name}' has an advanced setting '{Setting}' already. Overwrite it with -Force, or use "
                + "Set-AdvancedSetting.", state.View(vm));
        if (Value is null && before is null)
            throw new PassthroughException(ErrorId.AdvancedSettingNotFound,
                $"VM '{vm.Name}' has no advanced setting '{Setting}', or not any more. See what it "
                + $"has: {state.Command(vm, "Get-AdvancedSetting", parameter: "Entity")}", state.View(vm));
        if (before is null && vm.AdvancedSettings.Count >= MaxCount)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                FormattableString.Invariant($"VM '{vm.Name}' has {vm.AdvancedSettings.Count} advanced settings, and it may have ")
                + FormattableString.Invariant($"at most {MaxCount}. Remove one first: ")
                + state.Command(vm, "Get-AdvancedSetting", parameter: "Entity"),
                state.View(vm));
        }

        var settings = Value is null ? vm.AdvancedSettings.Remove(Setting) : vm.AdvancedSettings.Set(Setting, Value);
        return new Decision
        {
            Changes = string.Equals(before, Value, StringComparison.Ordinal)
                ? []
                : [new VMPut(vm with { AdvancedSettings = settings })],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = Value is null
                ? $"VM '{vm.Name}': setting {Setting} removed"
                : $"VM '{vm.Name}': setting {Setting} = {Secrets.Shown(Setting, Value)}",
        };
    }
}
