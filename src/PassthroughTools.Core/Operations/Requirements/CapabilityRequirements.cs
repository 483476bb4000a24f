using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>What the capability matrix must allow before something is done with a virtual machine.</summary>
internal static class CapabilityRequirements
{
    /// <summary>The matrix has a feature for a machine as it is.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="vm">The machine.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="action">What needs it, as in "suspending it".</param>
    /// <param name="command">The command that does it where it is given -Force, as Suspend-VM.</param>
    /// <param name="otherwise">What can be done where the feature is missing, as a sentence.</param>
    public static Finding Has(InventoryState state, VMRecord vm, PassthroughFeature feature, string action, string command,
        string otherwise)
    {
        var capability = CapabilityResolver.ForVM(state, vm, feature);
        var device = capability.LimitedBy is { } limit ? $" with device {limit}" : "";
        return new Finding
        {
            Requirement = feature.ToString(),
            Id = ErrorId.FeatureNotSupported,
            Verdict = capability.Support switch
            {
                CapabilitySupport.Supported => Verdict.Pass,
                CapabilitySupport.NotSupported => Verdict.Fail,
                _ => Verdict.Unknown,
            },
            Target = state.View(vm),
            Found = capability.Support switch
            {
                CapabilitySupport.Supported => $"VM '{vm.Name}' supports {feature}",
                CapabilitySupport.NotSupported =>
                    $"VM '{vm.Name}' does not support {feature}{device} ({capability.Reason}; {capability.Source})",
                _ => $"Whether VM '{vm.Name}' supports {feature}{device} is not known ({capability.Reason}; {capability.Source})",
            },
            Needed = $"{action} needs that",
            Remedy = capability.Support == CapabilitySupport.Unknown
                ? $"Where you know that it works, give {command} -Force. {otherwise}"
                : otherwise,
            Sources = [],
        };
    }
}
