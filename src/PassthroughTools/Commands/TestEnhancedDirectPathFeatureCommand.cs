using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Tests which vSphere features work for virtual machines, devices or hosts with passthrough devices.</summary>
/// <remarks>
///   <para>For Enhanced DirectPath the catalog's entry for the device model decides, else the host's DVX class, else the answer
///   is Unknown. Fixed and Dynamic DirectPath lose what their sources say. A machine has the weakest over its devices; one
///   without passthrough devices has all that vSphere offers. A device that is not passed through yet is tested as it best could
///   be.</para>
/// </remarks>
/// <example>
///   <para>Tells which machines can be moved or suspended before a maintenance window, and what limits the others.</para>
///   <code>Get-VM gpu* | Test-EnhancedDirectPathFeature -Feature VMotion, SuspendResume</code>
/// </example>
/// <example>
///   <para>Decides in a script whether all devices of a host allow vMotion.</para>
///   <code>if (Test-EnhancedDirectPathFeature -VMHost esxi02.domain.com -Feature VMotion -Quiet) { 'evacuate live' } else {
///   'power off first' }</code>
/// </example>
/// <example>
///   <para>Lists what a device would cost before it is attached.</para>
///   <code>Get-PassthroughDevice -VMHost esxi05.domain.com -Id 0000:46:00.0 | Test-EnhancedDirectPathFeature | Where-Object {
///   -not $_.Supported }</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EnhancedDirectPathFeature", DefaultParameterSetName = "VM")]
[OutputType(typeof(FeatureTest), typeof(bool))]
public sealed class TestEnhancedDirectPathFeatureCommand : TargetTestCmdlet
{
    private static readonly PassthroughFeature[] Listed =
        [.. CapabilityMatrix.AllFeatures.Where(static feature => feature <= PassthroughFeature.StatisticsCollection)];

    /// <summary>The features; the thirteen of the Enhanced DirectPath table where none is given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(PassthroughFeature))]
    public PassthroughFeature[]? Feature { get; set; }

    /// <summary>
    /// Returns one Boolean: true where every feature works for every target. Unknown counts as false. -Verbose says why it is
    /// false.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override bool IsQuiet => Quiet;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var (target, capabilities) in Targets())
        {
            foreach (var feature in Feature ?? Listed)
            {
                var capability = capabilities[feature];
                var test = new FeatureTest(target, capability);
                Count(capability.Support == CapabilitySupport.Supported,
                    () => $"{test.Feature} is {test.Support} for {test.TargetName}: {test.Reason}");
                if (!Quiet) WriteObject(test);
            }
        }
    }

    private IEnumerable<(InventoryObject Target, CapabilityMatrix Capabilities)> Targets()
    {
        if (VM is not null) return Finder.All(VM).Select(static vm => ((InventoryObject)vm, vm.Capabilities));
        var devices = VMHost is null ? Devices()
            : Finder.All(VMHost).SelectMany(static host => host.PassthroughDevices())
                .Where(static device => device.IsForPassthrough);
        return devices.Select(static device => ((InventoryObject)device, device.Capabilities));
    }
}
