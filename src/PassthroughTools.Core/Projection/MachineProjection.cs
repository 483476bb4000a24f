using System.Globalization;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>A machine as VIM has it. What is not recorded is null.</summary>
internal static class MachineProjection
{
    private const decimal BytesInGB = 1024m * 1024 * 1024;

    /// <summary>A property of the managed object; null where there is none, or none is known.</summary>
    public static object? Property(InventoryState state, VMRecord vm, string property) => property switch
    {
        "name" => VimNames.Escape(vm.Name),
        "parent" => MoRefs.Of(vm.Details?.FolderId),
        "overallStatus" => ManagedEntityStatus.gray,
        "config" => Config(state, vm),
        "resourceConfig" => new ResourceConfigSpec
        {
            Entity = MoRefs.Of(vm), CpuAllocation = Cpu(vm), MemoryAllocation = Memory(vm),
        },
        "runtime" => Runtime(state, vm),
        "guest" => Guest(vm),
        "summary" => Summary(state, vm),
        "snapshot" => Snapshots(vm),
        "environmentBrowser" => MoRefs.Part(MoRefs.EnvironmentBrowser, vm.Id),
        "resourcePool" => MoRefs.Of(vm.Details?.ResourcePoolId),
        "datastore" => vm.Details is { DatastoreIds.Count: > 0 } details ? MoRefs.Of(details.DatastoreIds) : null,
        _ => null,
    };

    private static VirtualMachineConfigInfo Config(InventoryState state, VMRecord vm) => new VirtualMachineConfigInfo
    {
        Name = VimNames.Escape(vm.Name),
        Version = Version(vm),
        Uuid = vm.Uuid?.ToString(),
        InstanceUuid = vm.InstanceUuid?.ToString(),
        Template = vm.IsTemplate,
        GuestId = vm.GuestId,
        Annotation = vm.Notes,
        Hardware = new VirtualHardware
        {
            NumCPU = vm.NumCpu,
            NumCoresPerSocket = vm.CoresPerSocket,
            MemoryMB = Int(vm.MemoryMB) ?? int.MaxValue,
            Device = VirtualDevices.Of(state, vm),
        },
        CpuAllocation = Cpu(vm),
        MemoryAllocation = Memory(vm),
        ExtraConfig = VirtualDevices.Options(vm.AdvancedSettings),
        Firmware = FirmwareOf(vm),
        MemoryReservationLockedToMax = vm.MemoryReservationLockedToMax,
        NestedHVEnabled = vm.ExposesVirtualization,
        DeviceGroups = Groups(vm),
    }.WithSettings(vm);

    /// <summary>The firmware (GuestOsDescriptorFirmwareType).</summary>
    public static string FirmwareOf(VMRecord vm) => vm.Firmware == Firmware.Efi ? "efi" : "bios";

    /// <summary>The device groups that it has; null where it has none.</summary>
    public static VirtualMachineVirtualDeviceGroups? Groups(VMRecord vm)
    {
        var groups = vm.Devices.Where(static device => device.GroupInstanceKey is not null)
            .GroupBy(static device => device.GroupInstanceKey!.Value)
            .Select(static group => new VirtualMachineVirtualDeviceGroupsVendorDeviceGroup
            {
                GroupInstanceKey = group.Key,
                DeviceGroupName = group.First().DeviceGroup,
            }).ToArray();
        return groups.Length > 0 ? new VirtualMachineVirtualDeviceGroups { DeviceGroup = groups } : null;
    }

    private static ResourceAllocationInfo Cpu(VMRecord vm) => new() { Reservation = vm.CpuReservationMhz };

    private static ResourceAllocationInfo Memory(VMRecord vm) => new() { Reservation = vm.ReservedMemoryMB };

    private static VirtualMachineRuntimeInfo Runtime(InventoryState state, VMRecord vm)
    {
        var host = state.Hosts.Find(vm.HostId);
        return new VirtualMachineRuntimeInfo
        {
            Host = MoRefs.Of(vm.HostId),
            ConnectionState = host?.ConnectionState is VMHostState.Connected or VMHostState.Maintenance
                ? VirtualMachineConnectionState.connected
                : VirtualMachineConnectionState.disconnected,
            PowerState = PowerState(vm.PowerState),
        };
    }

    private static GuestInfo Guest(VMRecord vm)
    {
        var guest = new VMGuest(vm);
        return new GuestInfo
        {
            ToolsStatus = guest.State == GuestState.NotRunning && guest.ToolsVersion is not null
                ? VirtualMachineToolsStatus.toolsNotRunning
                : null,
            ToolsRunningStatus = RunningStatus(guest),
            ToolsVersion = ToolsVersions.ToVim(guest.ToolsVersion),
            GuestFullName = guest.OSFullName,
            HostName = guest.HostName,
            IpAddress = guest.IPAddress.FirstOrDefault(),
            GuestState = guest.State switch
            {
                GuestState.Running => "running",
                GuestState.NotRunning => "notRunning",
                _ => "unknown",
            },
        };
    }

    private static VirtualMachineSummary Summary(InventoryState state, VMRecord vm)
    {
        var guest = Guest(vm);
        return new VirtualMachineSummary
        {
            Vm = MoRefs.Of(vm),
            Runtime = Runtime(state, vm),
            Guest = new VirtualMachineGuestSummary
            {
                GuestFullName = guest.GuestFullName,
                ToolsStatus = guest.ToolsStatus,
                ToolsRunningStatus = guest.ToolsRunningStatus,
                HostName = guest.HostName,
                IpAddress = guest.IpAddress,
            },
            Config = new VirtualMachineConfigSummary
            {
                Name = VimNames.Escape(vm.Name),
                Template = vm.IsTemplate,
                MemorySizeMB = Int(vm.MemoryMB),
                CpuReservation = Int(vm.CpuReservationMhz),
                MemoryReservation = Int(vm.ReservedMemoryMB),
                NumCpu = vm.NumCpu,
                Uuid = vm.Uuid?.ToString(),
                InstanceUuid = vm.InstanceUuid?.ToString(),
                GuestId = vm.GuestId,
                Annotation = vm.Notes,
                HwVersion = Version(vm),
            },
            Storage = vm.Details is { UsedSpaceGB: not null } or { ProvisionedSpaceGB: not null }
                ? new VirtualMachineStorageSummary
                {
                    Committed = (long?)(vm.Details.UsedSpaceGB * BytesInGB),
                    Uncommitted = (long?)((vm.Details.ProvisionedSpaceGB - vm.Details.UsedSpaceGB) * BytesInGB),
                }
                : null,
            QuickStats = new VirtualMachineQuickStats(),
            OverallStatus = ManagedEntityStatus.gray,
        };
    }

    private static VirtualMachineSnapshotInfo? Snapshots(VMRecord vm) =>
        vm.Snapshots.Count == 0 ? null : new VirtualMachineSnapshotInfo
    {
        CurrentSnapshot = MoRefs.Of(vm.CurrentSnapshot?.Id),
        RootSnapshotList = Tree(vm, null),
    };

    /// <summary>The snapshots after one, each with those after it. One whose parent is not there is a root.</summary>
    private static VirtualMachineSnapshotTree[]? Tree(VMRecord vm, string? parentId)
    {
        var children = vm.Snapshots.Where(one => parentId is null
            ? one.ParentId is null || vm.Snapshots.All(other => other.Id != one.ParentId)
            : one.ParentId == parentId);
        VirtualMachineSnapshotTree[] trees =
        [
            .. children.Select(one => new VirtualMachineSnapshotTree
            {
                Snapshot = MoRefs.Of(one.Id),
                Vm = MoRefs.Of(vm),
                Name = one.Name,
                Description = one.Description,
                Id = NumberOf(one.Id),
                CreateTime = one.Created,
                State = PowerState(one.StateInside),
                Quiesced = one.Quiesced,
                ChildSnapshotList = Tree(vm, one.Id),
            }),
        ];
        return trees.Length > 0 ? trees : null;
    }

    /// <summary>The number that an id ends with.</summary>
    private static int? NumberOf(string id)
    {
        var digits = id.Substring(id.LastIndexOf('-') + 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    private static VirtualMachinePowerState PowerState(VMPowerState state) => state switch
    {
        VMPowerState.PoweredOn => VirtualMachinePowerState.poweredOn,
        VMPowerState.Suspended => VirtualMachinePowerState.suspended,
        _ => VirtualMachinePowerState.poweredOff,
    };

    private static string? RunningStatus(VMGuest guest) => guest.State switch
    {
        GuestState.Running => "guestToolsRunning",
        GuestState.NotRunning => "guestToolsNotRunning",
        _ => null,
    };

    private static string? Version(VMRecord vm) => vm.HardwareVersion > 0 ? HardwareVersions.Format(vm.HardwareVersion) : null;

    private static int? Int(long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : null;
}
