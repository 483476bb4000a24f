using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Planning;

namespace PassthroughTools.Commands;

/// <summary>
/// Ranks the technologies by what a workload needs: paravirtual devices, DirectPath, SR-IOV and vGPU, and what each costs.
/// </summary>
/// <remarks>
///   <para>All that decides stands in the capability catalog, see Get-PassthroughCapability; Sources says where from. Fit is Full
///   where a technology meets every need, Conditional where it denies none but meets some with restrictions, or depending on the
///   device, or no source says, Partial where it denies some, and None where it denies all. Among equals comes first what keeps
///   most of vSphere's features.</para>
///   <para>Without a need VMXNET3 is first: what does not need the hardware itself is best given a paravirtual device.</para>
///   <para>What Enhanced DirectPath supports depends on the device: with -Model or -PassthroughDevice it is decided for that one;
///   what the other technologies are said to support holds for any device. Gains and Losses say what a technology has, and
///   denies, beside what was asked for.</para>
/// </remarks>
/// <example>
///   <para>Shows what there is for an ordinary workload, and what each choice gives up.</para>
///   <code>Get-PassthroughRecommendation | Format-Table Rank, Technology, Losses</code>
/// </example>
/// <example>
///   <para>Asks for near-native latency and vMotion at once.</para>
///   <code>Get-PassthroughRecommendation -Latency -VMotion</code>
/// </example>
/// <example>
///   <para>Asks the same of two device models.</para>
///   <code>Get-PassthroughRecommendation -Latency -VMotion -Model IntelFlex170, AmdInstinctMi210 | Where-Object Rank -eq 1</code>
/// </example>
/// <example>
///   <para>Says how the devices of a host are best used by VMs that are to be suspended and restarted by HA.</para>
///   <code>
///   Get-PassthroughDevice -VMHost esxi02.domain.com |
///   Get-PassthroughRecommendation -Gpu -Suspend -HighAvailability |
///   Format-List Device, Technology, Reason
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Get, "PassthroughRecommendation", DefaultParameterSetName = "Default")]
[OutputType(typeof(PassthroughRecommendation))]
public sealed class GetPassthroughRecommendationCommand : CatalogCmdlet
{
    /// <summary>The performance of the hardware itself: latency and packet rate near native.</summary>
    [Parameter]
    public SwitchParameter Latency { get; set; }

    /// <summary>RDMA: Roce where that is enough, All for every protocol that the device supports.</summary>
    [Parameter]
    [Takes(typeof(RdmaProtocol), IsOne = true)]
    public RdmaProtocol? Rdma { get; set; }

    /// <summary>Several virtual machines share one physical device.</summary>
    [Parameter]
    public SwitchParameter Sharing { get; set; }

    /// <summary>A GPU in the virtual machine.</summary>
    [Parameter]
    public SwitchParameter Gpu { get; set; }

    /// <summary>vMotion of the running machine.</summary>
    [Parameter]
    public SwitchParameter VMotion { get; set; }

    /// <summary>Suspend and resume.</summary>
    [Parameter]
    public SwitchParameter Suspend { get; set; }

    /// <summary>Snapshots of the running machine, with its memory and of its disks alone.</summary>
    [Parameter]
    public SwitchParameter Snapshot { get; set; }

    /// <summary>Restart on another host when the host fails.</summary>
    [Parameter]
    public SwitchParameter HighAvailability { get; set; }

    /// <summary>Hot add of virtual devices, memory and virtual CPUs.</summary>
    [Parameter]
    public SwitchParameter HotAdd { get; set; }

    /// <summary>Other features that are needed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(PassthroughFeature))]
    public PassthroughFeature[]? Feature { get; set; }

    /// <summary>The device models that are meant, by key, name, or PCI IDs as 8086:56c0, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Model")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[]? Model { get; set; }

    /// <summary>The devices that are meant.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "PassthroughDevice")]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(DeviceReference))]
    public DeviceReference[]? PassthroughDevice { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var reference in PassthroughDevice ?? [])
        {
            if (!Attempt(reference.RequireObject)) continue;
            foreach (var device in Finder.Given(reference)!) Attempt(() => WriteFor(device));
        }

        if (PassthroughDevice is null) Attempt(WriteForCatalog);
    }

    private void WriteForCatalog()
    {
        var catalog = CatalogOf(null);
        if (Model is null) Write(catalog, null);
        foreach (var model in (Model ?? []).SelectMany(text => ModelsOf(catalog, text)).Distinct())
            Write(catalog, RecommendationDevice.Of(catalog, model));
    }

    private void WriteFor(PassthroughDevice device)
    {
        if (device.Record is null)
        {
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"'{device.Name}' is a request that holds no device. Pipe in the device that it may get: Get-PassthroughDevice "
                + $"-VMHost '{device.VMHost}'", device);
        }

        Write(device.ReadFrom.Catalog, RecommendationDevice.Of(device));
    }

    private void Write(Catalog catalog, RecommendationDevice? device) =>
        WriteObject(RecommendationRanking.Of(catalog, [.. Offers()], [.. Features().Distinct()], device),
            enumerateCollection: true);

    private IEnumerable<TechnologyOffer> Offers()
    {
        if (Latency) yield return TechnologyOffer.Latency;
        if (Rdma is { } protocol) yield return protocol == RdmaProtocol.Roce ? TechnologyOffer.RdmaRoce : TechnologyOffer.RdmaAll;
        if (Sharing) yield return TechnologyOffer.Sharing;
        if (Gpu) yield return TechnologyOffer.Gpu;
    }

    private IEnumerable<PassthroughFeature> Features()
    {
        if (VMotion) yield return PassthroughFeature.VMotion;
        if (Suspend) yield return PassthroughFeature.SuspendResume;
        if (Snapshot) yield return PassthroughFeature.MemorySnapshots;
        if (Snapshot) yield return PassthroughFeature.DiskOnlySnapshots;
        if (HighAvailability) yield return PassthroughFeature.HighAvailability;
        if (HotAdd) yield return PassthroughFeature.HotAddVirtualDevices;
        if (HotAdd) yield return PassthroughFeature.HotAddMemory;
        if (HotAdd) yield return PassthroughFeature.HotAddRemoveVcpu;
        foreach (var feature in Feature ?? []) yield return feature;
    }
}
