using System.Globalization;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Turns a virtual machine's 64-bit MMIO on and sets its size, by default the size that its devices need. Devices that need none
/// leave it as it is, but for a size that is no power of two.
/// </summary>
public sealed record SetMmioSizing : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The size in GB, a power of two; null takes the recommended size.</summary>
    public int? SizeGB { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        if (SizeGB is { } asked && (!MmioSizing.IsPowerOfTwo(asked) || asked > MmioSizing.MaxGB))
        {
            throw new PassthroughException(
                ErrorId.MmioSizeInvalid,
                FormattableString.Invariant($"{asked} GB is not a valid MMIO size for VM '{vm.Name}'. A size is a power of two ")
                + FormattableString.Invariant($"from 1 to {MmioSizing.MaxGB}, such as 64 or 128."),
                state.View(vm));
        }

        var sizing = MmioSizing.Of(state, vm);
        if (SizeGB is null && sizing.Devices.Count == 0)
        {
            throw new PassthroughException(
                ErrorId.MmioSizeInvalid,
                $"VM '{vm.Name}' has no passthrough device, so there is no size to recommend. "
                + "Attach its devices first, or pass -SizeGB.",
                state.View(vm));
        }

        if (SizeGB is null && sizing.RecommendedGB == 0 && sizing.HoldsCounted)
        {
            return new Decision
            {
                Changes = [],
                Target = vm.Name,
                TargetId = vm.Id,
                Summary = $"VM '{vm.Name}': its devices map {MmioDemand.GB(sizing.RequiredGB)} GB and need no 64-bit MMIO",
            };
        }

        int size = SizeGB ?? (sizing.RecommendedGB > 0 ? sizing.RecommendedGB : sizing.NearestGB);
        if (sizing.RecommendedGB > 0 && size <= sizing.RequiredGB)
        {
            throw new PassthroughException(
                ErrorId.MmioSizeTooSmall,
                FormattableString.Invariant(
                    $"{size} GB is too small for VM '{vm.Name}': its devices map {MmioDemand.GB(sizing.RequiredGB)} GB. ")
                + FormattableString.Invariant($"Use {sizing.RecommendedGB} GB or more, or leave out -SizeGB."),
                state.View(vm));
        }

        if (size > MmioSizing.MaxGB)
        {
            throw new PassthroughException(
                ErrorId.MmioSizeInvalid,
                FormattableString.Invariant(
                    $"VM '{vm.Name}' would need {size} GB for its devices, more than the {MmioSizing.MaxGB} GB that can be set. ")
                + FormattableString.Invariant($"Detach some of them: {state.Command(vm, "Get-PassthroughDevice")}"),
                state.View(vm));
        }

        bool same = sizing.Use64BitMmio && sizing.ConfiguredGB == size;
        if (!same) VMRequirements.PoweredOff(state, vm, "changing the MMIO size").Enforce();
        var settings = vm.AdvancedSettings
            .Set(MmioSizing.EnableKey, "TRUE")
            .Set(MmioSizing.SizeKey, size.ToString(CultureInfo.InvariantCulture));
        return new Decision
        {
            Changes = same ? [] : [new VMPut(vm with { AdvancedSettings = settings })],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = FormattableString.Invariant($"VM '{vm.Name}': 64-bit MMIO of {size} GB"),
        };
    }
}
