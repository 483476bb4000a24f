using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;

namespace PassthroughTools.Reporting;

/// <summary>
/// A host's device as a row of words, for a spreadsheet or a mail: the result of Get-PassthroughReport -Kind Device.
/// </summary>
public sealed record DeviceReportRow
{
    /// <summary>The PCI address.</summary>
    public required string Id { get; init; }

    /// <summary>The device's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its host.</summary>
    public required string VMHost { get; init; }

    /// <summary>The name of its cluster, or null.</summary>
    public required string? Cluster { get; init; }

    /// <summary>The name of its PCI class; null where it is not known.</summary>
    public required string? ClassName { get; init; }

    /// <summary>The configured mode, such as DirectPath; Unknown where it is not known.</summary>
    public required string Mode { get; init; }

    /// <summary>Whether the mode waits for a restart of the host: Yes, No or Unknown.</summary>
    public required string RebootPending { get; init; }

    /// <summary>
    /// Whether no virtual machine has it, nor a device that it is bound up with: Yes, No or Unknown. One in mode Host may be the
    /// host's.
    /// </summary>
    public required string Free { get; init; }

    /// <summary>Whether a virtual machine can be given it now, in the mode that it is in: Yes, No or Unknown.</summary>
    public required string Available { get; init; }

    /// <summary>
    /// The names of the virtual machines that are configured with it; Unknown where something that is not in the inventory uses
    /// it; null where nothing does.
    /// </summary>
    public required string? Owner { get; init; }

    /// <summary>Why it is not available, or not known to be; null where it is.</summary>
    public required string? Reason { get; init; }

    /// <summary>Whether a machine with it can move to another host while it runs: Supported, NotSupported or Unknown.</summary>
    public required string VMotion { get; init; }

    /// <summary>Whether a machine with it can be suspended: Supported, NotSupported or Unknown.</summary>
    public required string SuspendResume { get; init; }

    /// <summary>The server that it is on, and whether that is a rehearsal.</summary>
    public required string Server { get; init; }

    /// <summary>The address and the name.</summary>
    public override string ToString() => $"{Id} {Name}";

    /// <summary>Makes the row of a host's device.</summary>
    internal static DeviceReportRow Of(PassthroughDevice device, string server)
    {
        var (state, host, record) = (device.ReadFrom, device.VMHost!.Record, device.Record!);
        var available = DeviceRequirements.Availability(
            state, host, record, DevicePrerequisites.TechnologyFor(state, host, record), null);
        return new DeviceReportRow
        {
            Id = device.Id!,
            Name = device.Name,
            VMHost = host.Name,
            Cluster = device.VMHost.Cluster?.Name,
            ClassName = device.ClassName,
            Mode = record.Mode.ToString(),
            RebootPending = ReportWords.Of(record.RebootPending),
            Free = ReportWords.Of(DeviceRequirements.Vacancy(state, host, record, null)),
            Available = ReportWords.Of(available),
            Owner = OwnerOf(state, host, record),
            Reason = available == Verdict.Pass ? null : DevicePrerequisites.Own(state, host, record)
                .Where(static finding => finding.Verdict != Verdict.Pass)
                .OrderByDescending(static finding => finding.Verdict).FirstOrDefault()?.Found,
            VMotion = ReportWords.Of(device.Capabilities[PassthroughFeature.VMotion].Support),
            SuspendResume = ReportWords.Of(device.Capabilities[PassthroughFeature.SuspendResume].Support),
            Server = server,
        };
    }

    private static string? OwnerOf(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        var names = state.HoldersOf(new DeviceRef(host.Id, device.Address)).Select(static vm => vm.Name).ToList();
        if (state.IsOwnerUnknown(host.Id, device)) names.Insert(0, ReportWords.Unknown);
        return names.Count == 0 ? null : string.Join("; ", names);
    }
}
