using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>Reads a host. One that is disconnected may tell neither its hardware nor its configuration.</summary>
internal sealed class HostReader(VimTexts texts)
{
    private const long BytesInMB = 1024 * 1024;
    private const int MaxNumaNodes = 1024, MaxCores = 1 << 16, MaxMhz = 1 << 30;
    private const long MaxMemoryMB = 1L << 40;

    private static readonly HostHardwareRecord Nothing = new();

    private readonly HostDeviceReader devices = new(texts);

    /// <summary>The host.</summary>
    /// <param name="host">What was told of it.</param>
    /// <param name="before">How it was read before.</param>
    /// <param name="clusters">The clusters that are known.</param>
    /// <param name="hasUnread">Whether a machine may run there that cannot be recorded, with whatever devices.</param>
    public HostRecord Read(
        VimObject host, HostRecord? before, IReadOnlyDictionary<string, ClusterRecord> clusters, bool hasUnread)
    {
        if (host.HasNewDevices) before = null;
        host.Remarks.Clear();
        var hardware = Hardware(host);
        var read = new HostRecord
        {
            Id = host.Id,
            Name = host.Name,
            ClusterId = ClusterId(host, clusters),
            ConnectionState = host.Named<HostSystemConnectionState>("runtime.connectionState") switch
            {
                HostSystemConnectionState.connected => host.Flag("runtime.inMaintenanceMode") == true
                    ? VMHostState.Maintenance
                    : VMHostState.Connected,
                HostSystemConnectionState.disconnected => VMHostState.Disconnected,
                _ => VMHostState.NotResponding,
            },
            PowerState = host.Named<HostSystemPowerState>("runtime.powerState") switch
            {
                HostSystemPowerState.poweredOn => VMHostPowerState.PoweredOn,
                HostSystemPowerState.poweredOff => VMHostPowerState.PoweredOff,
                HostSystemPowerState.standBy => VMHostPowerState.StandBy,
                _ => VMHostPowerState.Unknown,
            },
            Version = texts.Of(host.Text("summary.config.product.version")),
            Build = texts.Of(host.Text("summary.config.product.build")),
            RebindWithoutReboot = host.Flag("capability.deviceRebindWithoutRebootSupported") == true,
            NumaNodes = (int?)host.Number("hardware.numaInfo.numNodes", 1, MaxNumaNodes),
            Hardware = hardware == Nothing ? null : hardware,
            DvxClasses = before?.DvxClasses ?? Classes(host.Get<HostDvxClass[]>("hardware.dvxClasses")),
            Devices = before?.Devices ?? Owned(devices.Read(host), hasUnread),
        };
        host.HasNewDevices = host.Remarks.Count > 0;
        return read;
    }

    private static IReadOnlyList<PciDeviceRecord> Owned(IReadOnlyList<PciDeviceRecord> read, bool hasUnread) => !hasUnread
        ? read : [.. read.Select(static one => one.PassthroughActive == true ? one with { OwnerUnknown = true } : one)];

    /// <summary>A host of its own hangs on a ComputeResource, which is no cluster.</summary>
    private static string? ClusterId(VimObject host, IReadOnlyDictionary<string, ClusterRecord> clusters)
    {
        if (host.Get<ManagedObjectReference>("parent") is not { Type: "ClusterComputeResource" } parent) return null;
        if (clusters.TryGetValue(parent.ToString(), out var cluster)) return cluster.Id;
        host.Remarks.Add(new Remark(Remark.NoCluster, Malformed.Quote(host.Name)));
        return null;
    }

    private HostHardwareRecord Hardware(VimObject host)
    {
        long? cores = host.Number("summary.hardware.numCpuCores", 1, MaxCores);
        long? total = host.Number("summary.hardware.cpuMhz", 1, MaxMhz) * cores;
        long? memory = host.Number("summary.hardware.memorySize") / BytesInMB;
        return new HostHardwareRecord
        {
            Manufacturer = texts.Of(host.Text("summary.hardware.vendor")),
            Model = texts.Of(host.Text("summary.hardware.model")),
            ProcessorType = texts.Of(host.Text("summary.hardware.cpuModel")),
            NumCpu = (int?)cores,
            CpuTotalMhz = total <= MaxMhz ? (int?)total : null,
            CpuUsageMhz = (int?)host.Number("summary.quickStats.overallCpuUsage", 0, MaxMhz),
            MemoryTotalMB = memory is > 0 and <= MaxMemoryMB ? memory : null,
            MemoryUsageMB = host.Number("summary.quickStats.overallMemoryUsage", 0, MaxMemoryMB),
            HyperthreadingActive = host.Flag("config.hyperThread.active"),
            MaxEvcMode = texts.Of(host.Text("summary.maxEVCModeKey")),
        };
    }

    private IReadOnlyList<DvxClassRecord> Classes(HostDvxClass[]? told)
    {
        var classes = new List<DvxClassRecord>();
        foreach (var one in told ?? [])
        {
            if (texts.Of(one?.DeviceClass) is not { } name) continue;
            if (classes.Exists(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase))) continue;
            classes.Add(new DvxClassRecord
            {
                Name = name, CheckpointSupported = one!.CheckpointSupported, SwDmaTracingSupported = one.SwDMATracingSupported,
            });
        }

        return [.. classes];
    }
}
