using Newtonsoft.Json;
using PassthroughTools.Inventory;

namespace PassthroughTools.State.Json;

/// <summary>Writes records as the store's JSON: what is null or the default is left out, each device is one line.</summary>
internal sealed class RecordWriter(JsonTextWriter json)
{
    /// <summary>The properties of an inventory, in an object that the caller has begun.</summary>
    public void WriteInventory(InventoryState state)
    {
        Array("clusters", state.Clusters.Values, Write);
        Array("hosts", state.Hosts.Values, Write);
        Array("vms", state.VMs.Values, Write);
    }

    public void Write(ClusterRecord cluster)
    {
        json.WriteStartObject();
        Text("id", cluster.Id);
        Text("name", cluster.Name);
        if (cluster.Services is { } services) Object("services", services, Write);
        json.WriteEndObject();
    }

    public void Write(HostRecord host)
    {
        json.WriteStartObject();
        Text("id", host.Id);
        Text("name", host.Name);
        Text("clusterId", host.ClusterId);
        Name("connectionState", host.ConnectionState, VMHostState.Connected);
        Name("powerState", host.PowerState, VMHostPowerState.PoweredOn);
        Text("version", host.Version);
        Text("build", host.Build);
        Flag("iommuEnabled", host.IommuEnabled);
        Flag("above4GDecoding", host.Above4GDecoding);
        Flag("sriovEnabled", host.SriovEnabled);
        Flag("rebindWithoutReboot", host.RebindWithoutReboot);
        Number("numaNodes", host.NumaNodes);
        if (host.Hardware is { } hardware) Object("hardware", hardware, Write);
        if (host.DvxClasses.Count > 0) Array("dvxClasses", host.DvxClasses, Write);
        if (host.DeviceGroups.Count > 0) Array("deviceGroups", host.DeviceGroups, Write);
        Array("devices", host.Devices, Write);
        json.WriteEndObject();
    }

    public void Write(PciDeviceRecord device)
    {
        json.WriteStartObject();
        var formatting = json.Formatting;
        json.Formatting = Formatting.None;
        Text("address", device.Address.ToString());
        Id("vendorId", device.VendorId);
        Id("deviceId", device.DeviceId);
        Id("subVendorId", device.SubVendorId);
        Id("subDeviceId", device.SubDeviceId);
        Id("classId", device.ClassId);
        Text("className", device.ClassName);
        Text("vendorName", device.VendorName);
        Text("name", device.Name);
        Text("parentAddress", device.ParentAddress?.ToString());
        Text("dependentAddress", device.DependentAddress?.ToString());
        Number("numaNode", device.NumaNode);
        Text("physicalSlot", device.PhysicalSlot);
        Number("mmioSizeGB", device.MmioSizeGB);
        Flag("passthroughCapable", device.PassthroughCapable);
        if (device.Mode != DeviceMode.Host || device.ActiveMode != DeviceMode.Host)
        {
            // Both or none: a mode that stands alone is read as the mode in effect too.
            Text("mode", JsonName<DeviceMode>.Of(device.Mode));
            Text("activeMode", JsonName<DeviceMode>.Of(device.ActiveMode));
        }

        if (device.ConfigurableModes is { } modes)
            Array("configurableModes", modes, mode => json.WriteValue(JsonName<DeviceMode>.Of(mode)));
        Text("hardwareLabel", device.HardwareLabel);
        Text("deviceClass", device.DeviceClass);
        if (device.OwnerUnknown) Flag("ownerUnknown", true);
        json.WriteEndObject();
        json.Formatting = formatting;
    }

    public void Write(VMRecord vm)
    {
        json.WriteStartObject();
        Text("id", vm.Id);
        Text("name", vm.Name);
        Text("uuid", vm.Uuid?.ToString());
        Text("instanceUuid", vm.InstanceUuid?.ToString());
        Text("hostId", vm.HostId);
        if (vm.IsTemplate) Flag("isTemplate", true);
        Name("powerState", vm.PowerState, VMPowerState.PoweredOff);
        Number("numCpu", vm.NumCpu);
        if (vm.CoresPerSocket != 1) Number("coresPerSocket", vm.CoresPerSocket);
        Number("memoryMB", vm.MemoryMB);
        if (vm.MemoryReservationMB != 0) Number("memoryReservationMB", vm.MemoryReservationMB);
        if (vm.MemoryReservationLockedToMax) Flag("memoryReservationLockedToMax", true);
        if (vm.CpuReservationMhz != 0) Number("cpuReservationMhz", vm.CpuReservationMhz);
        Name("firmware", vm.Firmware, Firmware.Bios);
        Number("hardwareVersion", vm.HardwareVersion);
        Text("datastore", vm.Datastore);
        Text("guestId", vm.GuestId);
        Text("notes", vm.Notes);
        if (vm.Details is { } details) Object("details", details, Write);
        if (vm.Guest is { } guest) Object("guest", guest, Write);
        Map("advancedSettings", vm.AdvancedSettings);
        if (vm.Snapshots.Count > 0) Array("snapshots", vm.Snapshots, Write);
        if (vm.Devices.Count > 0) Array("devices", vm.Devices, Write);
        json.WriteEndObject();
    }

    private void Write(ClusterServicesRecord services)
    {
        Flag("drsEnabled", services.DrsEnabled);
        Name("drsAutomationLevel", services.DrsAutomationLevel);
        Text("evcMode", services.EvcMode);
        Flag("haEnabled", services.HaEnabled);
        Number("haFailoverLevel", services.HaFailoverLevel);
        Flag("haAdmissionControlEnabled", services.HaAdmissionControlEnabled);
        Name("haIsolationResponse", services.HaIsolationResponse);
        Name("haRestartPriority", services.HaRestartPriority);
        Flag("vsanEnabled", services.VsanEnabled);
    }

    private void Write(HostHardwareRecord hardware)
    {
        Text("manufacturer", hardware.Manufacturer);
        Text("model", hardware.Model);
        Text("processorType", hardware.ProcessorType);
        Number("numCpu", hardware.NumCpu);
        Number("cpuTotalMhz", hardware.CpuTotalMhz);
        Number("cpuUsageMhz", hardware.CpuUsageMhz);
        Number("memoryTotalMB", hardware.MemoryTotalMB);
        Number("memoryUsageMB", hardware.MemoryUsageMB);
        Flag("hyperthreadingActive", hardware.HyperthreadingActive);
        Text("maxEvcMode", hardware.MaxEvcMode);
    }

    private void Write(VMDetailsRecord details)
    {
        Text("folder", details.Folder);
        Text("folderId", details.FolderId);
        Text("resourcePool", details.ResourcePool);
        Text("resourcePoolId", details.ResourcePoolId);
        if (details.DatastoreIds.Count > 0) Array("datastoreIds", details.DatastoreIds, json.WriteValue);
        Number("usedSpaceGB", details.UsedSpaceGB);
        Number("provisionedSpaceGB", details.ProvisionedSpaceGB);
        Name("drsAutomationLevel", details.DrsAutomationLevel);
        Map("customFields", details.CustomFields);
    }

    private void Write(GuestRecord guest)
    {
        Flag("toolsRunning", guest.ToolsRunning);
        Text("toolsVersion", guest.ToolsVersion);
        Text("osFullName", guest.OSFullName);
        Text("hostName", guest.HostName);
        if (guest.IPAddresses.Count > 0) Array("ipAddresses", guest.IPAddresses, json.WriteValue);
    }

    private void Write(DvxClassRecord dvxClass)
    {
        json.WriteStartObject();
        var formatting = json.Formatting;
        json.Formatting = Formatting.None;
        Text("name", dvxClass.Name);
        Flag("checkpointSupported", dvxClass.CheckpointSupported);
        Flag("swDmaTracingSupported", dvxClass.SwDmaTracingSupported);
        json.WriteEndObject();
        json.Formatting = formatting;
    }

    private void Write(DeviceGroupRecord group)
    {
        json.WriteStartObject();
        var formatting = json.Formatting;
        json.Formatting = Formatting.None;
        Text("name", group.Name);
        Array("members", group.Members, address => json.WriteValue(address.ToString()));
        json.WriteEndObject();
        json.Formatting = formatting;
    }

    private void Write(SnapshotRecord snapshot)
    {
        json.WriteStartObject();
        Text("id", snapshot.Id);
        Text("name", snapshot.Name);
        Text("description", snapshot.Description);
        Text("created", JsonTime.Format(snapshot.Created));
        Text("parentId", snapshot.ParentId);
        if (snapshot.Memory) Flag("memory", true);
        Name("powerState", snapshot.PowerState);
        Flag("quiesced", snapshot.Quiesced);
        Number("sizeMB", snapshot.SizeMB);
        Flag("current", snapshot.Current);
        json.WriteEndObject();
    }

    private void Write(AttachmentRecord attachment)
    {
        json.WriteStartObject();
        Number("key", attachment.Key);
        Text("technology", JsonName<DirectPathTechnology>.Of(attachment.Technology));
        Text("hostId", attachment.Device?.HostId);
        Text("address", attachment.Device?.Address.ToString());
        Id("vendorId", attachment.VendorId);
        Id("deviceId", attachment.DeviceId);
        if (attachment.AllowedDevices.Count > 0)
            Array("allowedDevices", attachment.AllowedDevices, allowed => json.WriteValue(allowed.ToString()));
        Text("hardwareLabel", attachment.HardwareLabel);
        Text("deviceClass", attachment.DeviceClass);
        Map("configParameters", attachment.ConfigParameters);
        Text("deviceGroup", attachment.DeviceGroup);
        Number("groupInstanceKey", attachment.GroupInstanceKey);
        json.WriteEndObject();
    }

    private void Text(string name, string? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    private void Flag(string name, bool? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.WriteValue(value.Value);
    }

    private void Number(string name, long? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.WriteValue(value.Value);
    }

    private void Number(string name, decimal? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.WriteValue(value.Value);
    }

    private void Id(string name, PciId value)
    {
        if (value.Value != 0) Text(name, value.ToString());
    }

    private void Name<T>(string name, T value, T unwritten) where T : struct, Enum
    {
        if (!EqualityComparer<T>.Default.Equals(value, unwritten)) Text(name, JsonName<T>.Of(value));
    }

    private void Name<T>(string name, T? value) where T : struct, Enum
    {
        if (value is { } known) Text(name, JsonName<T>.Of(known));
    }

    private void Object<T>(string name, T record, Action<T> write)
    {
        json.WritePropertyName(name);
        json.WriteStartObject();
        write(record);
        json.WriteEndObject();
    }

    private void Map(string name, SortedMap<string, string> map)
    {
        if (map.Count == 0) return;
        json.WritePropertyName(name);
        json.WriteStartObject();
        foreach (var pair in map) Text(pair.Key, pair.Value);
        json.WriteEndObject();
    }

    private void Array<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }
}
