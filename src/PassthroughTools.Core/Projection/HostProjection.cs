using System.Globalization;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>A host as VIM has it. What is not recorded is null.</summary>
internal static class HostProjection
{
    private const long BytesInMB = 1024 * 1024;

    /// <summary>A property of the managed object; null where there is none, or none is known.</summary>
    public static object? Property(InventoryState state, HostRecord host, string property) => property switch
    {
        "name" => host.Name,
        "parent" => MoRefs.Of(host.ClusterId),
        "overallStatus" => ManagedEntityStatus.gray,
        "hardware" => Hardware(host),
        "config" => Config(state, host),
        "capability" => new HostCapability { DeviceRebindWithoutRebootSupported = host.RebindWithoutReboot },
        "runtime" => Runtime(host),
        "summary" => Summary(state, host),
        "configManager" => new HostConfigManager
        {
            PciPassthruSystem = MoRefs.Part(MoRefs.PciPassthruSystem, host.Id),
            GraphicsManager = MoRefs.Part(MoRefs.GraphicsManager, host.Id),
        },
        "vm" => MoRefs.Of(state.VMsOn(host.Id).Select(static vm => vm.Id)),
        _ => null,
    };

    /// <summary>What the host says of the passthrough of its devices.</summary>
    public static HostPciPassthruInfo[] Passthrough(HostRecord host)
    {
        var functions = host.Devices.Where(static device => device.ParentAddress is not null)
            .GroupBy(static device => device.ParentAddress!.Value)
            .ToDictionary(static group => group.Key, static group => group.Count());
        return [.. host.Devices.Select(device => Passthrough(device, functions.TryGetValue(device.Address, out int count)
            ? count
            : 0))];
    }

    /// <summary>The host's graphics devices.</summary>
    public static HostGraphicsInfo[] Graphics(InventoryState state, HostRecord host) =>
    [
        .. host.Devices.Where(IsGraphics).Select(device => new HostGraphicsInfo
        {
            DeviceName = device.Name,
            VendorName = device.VendorName,
            PciId = device.Address.ToString(),
            GraphicsType = GraphicsType(device.ActiveMode),
            VgpuMode = VGpuMode(device.ActiveMode),
            Vm = state.OwnerOf(new DeviceRef(host.Id, device.Address)) is { } owner ? [MoRefs.Of(owner)] : [],
        }),
    ];

    /// <summary>How the host's graphics devices are configured.</summary>
    public static HostGraphicsConfig GraphicsConfig(HostRecord host) => new()
    {
        DeviceType =
        [
            .. host.Devices.Where(IsGraphics)
                .Select(static device => new HostGraphicsConfigDeviceType
                {
                    DeviceId = device.Address.ToString(), GraphicsType = GraphicsType(device.Mode),
                    VgpuMode = VGpuMode(device.Mode),
                }),
        ],
    };

    /// <summary>A PCI device.</summary>
    public static HostPciDevice Device(PciDeviceRecord device) => new()
    {
        Id = device.Address.ToString(),
        ClassId = VirtualDevices.Signed(device.ClassId),
        Bus = unchecked((sbyte)device.Address.Bus),
        Slot = (sbyte)device.Address.Slot,
        PhysicalSlot = int.TryParse(device.PhysicalSlot, NumberStyles.None, CultureInfo.InvariantCulture, out int slot)
            ? slot
            : null,
        SlotDescription = device.PhysicalSlot,
        Function = (sbyte)device.Address.Function,
        VendorId = VirtualDevices.Signed(device.VendorId),
        SubVendorId = VirtualDevices.Signed(device.SubVendorId),
        VendorName = device.VendorName,
        DeviceId = VirtualDevices.Signed(device.DeviceId),
        SubDeviceId = VirtualDevices.Signed(device.SubDeviceId),
        DeviceName = device.Name,
        DeviceClassName = device.ClassName,
    };

    private static HostHardwareInfo Hardware(HostRecord host) => new()
    {
        SystemInfo = new HostSystemInfo { Vendor = host.Hardware?.Manufacturer, Model = host.Hardware?.Model },
        CpuInfo = new HostCpuInfo { NumCpuCores = Short(host.Hardware?.NumCpu), Hz = Mhz(host) * 1_000_000L },
        MemorySize = host.Hardware?.MemoryTotalMB * BytesInMB,
        NumaInfo = Numa(host),
        PciDevice = [.. host.Devices.Select(Device)],
        DvxClasses =
        [
            .. host.DvxClasses.Select(static one => new HostDvxClass
            {
                DeviceClass = one.Name,
                CheckpointSupported = one.CheckpointSupported,
                SwDMATracingSupported = one.SwDmaTracingSupported,
            }),
        ],
    };

    private static HostNumaInfo? Numa(HostRecord host)
    {
        HostNumaNode[] nodes =
        [
            .. host.Devices.Where(static device => device.NumaNode is >= 0 and <= byte.MaxValue)
                .GroupBy(static device => device.NumaNode!.Value).OrderBy(static group => group.Key)
                .Select(static group => new HostNumaNode
                {
                    TypeId = unchecked((sbyte)group.Key), PciId = [.. group.Select(static device => device.Address.ToString())],
                }),
        ];
        return host.NumaNodes is null && nodes.Length == 0
            ? null
            : new HostNumaInfo { NumNodes = host.NumaNodes, NumaNode = nodes.Length == 0 ? null : nodes };
    }

    private static HostConfigInfo Config(InventoryState state, HostRecord host) => new()
    {
        Host = MoRefs.Of(host),
        Product = Product(host),
        HyperThread = host.Hardware?.HyperthreadingActive is { } active
            ? new HostHyperThreadScheduleInfo { Active = active }
            : null,
        Network = new HostNetworkInfo(),
        PciPassthruInfo = Passthrough(host),
        GraphicsInfo = Graphics(state, host),
        GraphicsConfig = GraphicsConfig(host),
    };

    private static AboutInfo Product(HostRecord host) => new()
    {
        Name = "VMware ESXi",
        FullName = host.Version is null ? null
            : $"VMware ESXi {host.Version}{(host.Build is null ? "" : $" build-{host.Build}")}",
        Vendor = "VMware, Inc.",
        Version = host.Version,
        Build = host.Build,
        ProductLineId = "embeddedEsx",
        ApiType = "HostAgent",
    };

    private static HostRuntimeInfo Runtime(HostRecord host) => new()
    {
        ConnectionState = host.ConnectionState switch
        {
            VMHostState.Disconnected => HostSystemConnectionState.disconnected,
            VMHostState.NotResponding => HostSystemConnectionState.notResponding,
            _ => HostSystemConnectionState.connected,
        },
        PowerState = host.PowerState switch
        {
            VMHostPowerState.PoweredOn => HostSystemPowerState.poweredOn,
            VMHostPowerState.PoweredOff => HostSystemPowerState.poweredOff,
            VMHostPowerState.StandBy => HostSystemPowerState.standBy,
            _ => HostSystemPowerState.unknown,
        },
        InMaintenanceMode = host.ConnectionState == VMHostState.Maintenance,
    };

    private static HostListSummary Summary(InventoryState state, HostRecord host) => new()
    {
        Host = MoRefs.Of(host),
        Hardware = new HostHardwareSummary
        {
            Vendor = host.Hardware?.Manufacturer,
            Model = host.Hardware?.Model,
            MemorySize = host.Hardware?.MemoryTotalMB * BytesInMB,
            CpuModel = host.Hardware?.ProcessorType,
            CpuMhz = Mhz(host),
            NumCpuCores = Short(host.Hardware?.NumCpu),
        },
        Runtime = Runtime(host),
        Config = new HostConfigSummary { Name = host.Name, Product = Product(host) },
        QuickStats = new HostListSummaryQuickStats
        {
            OverallCpuUsage = host.Hardware?.CpuUsageMhz,
            OverallMemoryUsage = host.Hardware?.MemoryUsageMB is { } used and <= int.MaxValue ? (int)used : null,
        },
        OverallStatus = ManagedEntityStatus.gray,
        RebootRequired = host.RebootRequired,
        MaxEVCModeKey = host.Hardware?.MaxEvcMode,
        CurrentEVCModeKey = host.ClusterId is { } cluster ? state.Clusters.Find(cluster)?.Services?.EvcMode : null,
    };

    private static HostPciPassthruInfo Passthrough(PciDeviceRecord device, int functions)
    {
        var info = functions == 0
            ? new HostPciPassthruInfo()
            : new HostSriovInfo { SriovEnabled = true, SriovCapable = true, SriovActive = true, NumVirtualFunction = functions };
        info.Id = device.Address.ToString();
        info.DependentDevice = (device.DependentAddress ?? device.Address).ToString();
        info.PassthruEnabled = device.PassthroughEnabled;
        info.PassthruCapable = device.PassthroughCapable;
        info.PassthruActive = device.PassthroughActive;
        info.HardwareLabel = device.HardwareLabel;
        return info;
    }

    private static bool IsGraphics(PciDeviceRecord device) => device.BaseClass == PciDeviceClass.DisplayController;

    /// <summary>HostGraphicsInfoGraphicsType: what is passed through whole is direct, what vGPUs share is sharedDirect.</summary>
    private static string? GraphicsType(DeviceMode mode) => mode switch
    {
        DeviceMode.DirectPath or DeviceMode.EnhancedDirectPath => "direct",
        DeviceMode.VGpuSameSize or DeviceMode.VGpuMixedSize => "sharedDirect",
        _ => null,
    };

    /// <summary>HostGraphicsInfoVgpuMode (8.0.3).</summary>
    private static string? VGpuMode(DeviceMode mode) => mode switch
    {
        DeviceMode.VGpuSameSize => "sameSize",
        DeviceMode.VGpuMixedSize => "mixedSize",
        _ => null,
    };

    private static int? Mhz(HostRecord host) =>
        host.Hardware is { CpuTotalMhz: { } total, NumCpu: > 0 and var cores } ? total / cores : null;

    private static short? Short(int? value) => value is >= 0 and <= short.MaxValue ? (short)value : null;
}
