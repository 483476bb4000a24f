using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Commands;

/// <summary>Turns 64-bit MMIO on for virtual machines and sets its size, by default from their devices.</summary>
/// <remarks>
///   <para>Sets the advanced settings pciPassthru.use64bitMMIO and pciPassthru.64bitMMIOSizeGB. The machine must be powered off.
///   A warning names each device whose size is assumed or derived, or depends on its mode, and says how to check it.</para>
///   <para>A machine whose devices map less than 3.5 GB together needs no 64-bit MMIO and is left as it is, unless its size is no
///   power of two. A machine without devices has no size to recommend: give -SizeGB.</para>
/// </remarks>
/// <example>
///   <para>Sizes the region of a machine from its devices.</para>
///   <code>Get-VM train-01 | Set-MmioSizing</code>
/// </example>
/// <example>
///   <para>Leaves room for more devices.</para>
///   <code>Set-MmioSizing train-01 -SizeGB 1024</code>
/// </example>
/// <example>
///   <para>Sizes every machine whose region is too small.</para>
///   <code>Get-VM | Get-MmioSizing | Where-Object IsSufficient -eq $false | ForEach-Object { Set-MmioSizing $_.VM }</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MmioSizing", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MmioSizing))]
public sealed class SetMmioSizingCommand : ServerCmdlet
{
    /// <summary>The virtual machines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[] VM { get; set; } = [];

    /// <summary>
    /// The size in GB, a power of two that is above what the devices need; the recommended size where none is given.
    /// </summary>
    [Parameter(Position = 1)]
    public int? SizeGB { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var vm in Finder.Changed(VM, ObjectKinds.AnyVM))
        {
            var sizing = MmioSizing.Of(vm.ReadFrom, vm.Record);
            var size = SizeGB ?? sizing.RecommendedGB;
            var before = sizing.Use64BitMmio ? FormattableString.Invariant($"{sizing.ConfiguredGB} GB") : "off";
            var after = size == 0 ? "what its devices need" : FormattableString.Invariant($"{size} GB");
            var action = $"Set 64-bit MMIO: {(before == after ? $"{after}, as it is" : $"{before} -> {after}")}";
            var operation = new SetMmioSizing { VMId = vm.Id, SizeGB = SizeGB };
            if (operation.RefusalIn(Finder.Latest(vm)) is null) WarnOf(vm, sizing);
            Do(vm, operation, action, done => WriteObject(MmioSizing.Of(done.State, done.VM())));
        }
    }

    private void WarnOf(VirtualMachineBase vm, MmioSizing sizing)
    {
        foreach (var device in sizing.Devices.Where(static device => device.Doubt is not null))
            Warn($"VM '{vm.Name}': {device.Doubt}. {MmioDemand.Check}", vm);
        if (VMRequirements.EfiFirmware(vm.ReadFrom, vm.Record, sizing.Devices) is { Verdict: not Verdict.Pass } bios)
            Warn($"{bios.Found}, with which the region has no effect: {bios.Needed}. {bios.Remedy}", vm);
    }
}
