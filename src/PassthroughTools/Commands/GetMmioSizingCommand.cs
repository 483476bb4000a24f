using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Mmio;

namespace PassthroughTools.Commands;

/// <summary>Gets how large the 64-bit MMIO region of virtual machines is and has to be.</summary>
/// <remarks>
///   <para>What counts is what a device's largest BAR maps, which is not its memory: 64 GB for an A100 with 40 GB, 0.25 GB for a
///   T4 with 16 GB. The required size is the sum over the machine's devices. The recommended size is the next power of two
///   strictly above it; below 3.5 GB in all a machine needs neither 64-bit MMIO nor EFI, and it is 0.</para>
///   <para>Basis says how the least certain of the sizes is known: Published, Observed or Derived; Stated where the inventory or
///   a catalog file gives it; Assumed, as 16 GB, for a high-end GPU that neither the host nor the catalog knows. Devices says it
///   for each device, with a note where the size depends on the device's mode. EffectiveSource says where the region in effect
///   comes from.</para>
///   <para>IsSufficient is by the rule alone: false where the region in effect does not hold what the devices map, or where its
///   size is no power of two; null where it would be sufficient and nothing is known of what a device maps. With BIOS firmware
///   64-bit MMIO has no effect, and 3.5 GB is all there is. Such a machine is not powered on, unless the region would hold what a
///   device maps in its other mode (DependsOnMode): Test-PassthroughPrerequisite warns of that, as it does where a region that
///   the rule finds large enough is below a published one. Set-MmioSizing mends the size, and warns of each size that is not
///   certain.</para>
/// </remarks>
/// <example>
///   <para>Finds the machines whose region is too small for their devices.</para>
///   <code>Get-VM | Get-MmioSizing | Where-Object { -not $_.IsSufficient }</code>
/// </example>
/// <example>
///   <para>Shows what each device of a machine needs, and how that is known.</para>
///   <code>(Get-MmioSizing train-01).Devices | Format-List Device, SizeGB, Basis, Note, Source</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MmioSizing")]
[OutputType(typeof(MmioSizing))]
public sealed class GetMmioSizingCommand : ServerCmdlet
{
    /// <summary>The virtual machines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[] VM { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var vm in Finder.All(VM)) WriteObject(MmioSizing.Of(vm.ReadFrom, vm.Record));
    }
}
