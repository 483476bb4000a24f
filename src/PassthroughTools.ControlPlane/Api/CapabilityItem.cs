using Newtonsoft.Json;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>A row of the capability matrix.</summary>
internal sealed class CapabilityItem
{
    /// <summary>The order of the keys: machines by id, then devices by host and address.</summary>
    public static readonly IComparer<string> Order = Comparer<string>.Create(static (left, right) =>
    {
        bool leftIsDevice = IsDevice(left), rightIsDevice = IsDevice(right);
        if (leftIsDevice != rightIsDevice) return leftIsDevice.CompareTo(rightIsDevice);
        return leftIsDevice ? DeviceItem.Order.Compare(left, right) : IdComparer.Instance.Compare(left, right);
    });

    private const string DeviceHead = "device:";
    private readonly CapabilityKind kind;
    private readonly string id;
    private readonly string hostId;
    private readonly Lazy<CapabilityMatrix> capabilities;
    private readonly Func<string> technology;

    /// <summary>A virtual machine's or template's row.</summary>
    public CapabilityItem(VirtualMachineBase vm)
    {
        kind = CapabilityKind.VM;
        id = vm.Id;
        Name = vm.Name;
        hostId = vm.VMHostId;
        HostName = vm.VMHost.Name;
        capabilities = new Lazy<CapabilityMatrix>(() => vm.Capabilities);
        technology = () =>
            string.Join(", ", vm.Record.Devices.Select(static device => JsonName<DirectPathTechnology>.Of(device.Technology))
            .Concat(SriovAdapter.Of(vm.Record).Select(static _ => "sriov")).Concat(VGpu.Of(vm.Record).Select(static _ => "vgpu"))
            .DefaultIfEmpty("paravirtual").Distinct(StringComparer.Ordinal));
    }

    /// <summary>A host's device's row.</summary>
    public CapabilityItem(VMHost host, PassthroughDevice device)
    {
        kind = CapabilityKind.Device;
        id = $"{host.Id}/{device.Id}";
        Name = device.Name;
        hostId = host.Id;
        HostName = host.Name;
        capabilities = new Lazy<CapabilityMatrix>(() => device.Capabilities);
        technology = () => device.Technology is { } used ? JsonName<DirectPathTechnology>.Of(used) : "none";
    }

    /// <summary>The place in the order.</summary>
    public string Key => (kind == CapabilityKind.Device ? DeviceHead : "vm:") + id;

    public string Name { get; }

    public string HostName { get; }

    public CapabilityMatrix Capabilities => capabilities.Value;

    /// <summary>Writes the row, with one feature or with all.</summary>
    public void Write(JsonTextWriter json, PassthroughFeature? only)
    {
        json.WriteStartObject();
        json.Property("kind", JsonName<CapabilityKind>.Of(kind));
        json.Property("id", id);
        json.Property("name", Name);
        json.Property("hostId", hostId);
        json.Property("hostName", HostName);
        json.Property("technology", technology());
        json.Array<Capability>("features", only is { } one ? [Capabilities[one]] : Capabilities, capability =>
        {
            json.WriteStartObject();
            json.Property("feature", JsonName<PassthroughFeature>.Of(capability.Feature));
            json.Property("support", JsonName<CapabilitySupport>.Of(capability.Support));
            json.Property("reason", capability.Reason);
            json.Property("limitedBy", capability.LimitedBy);
            json.Property("source", capability.Source);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static bool IsDevice(string key) => key.StartsWith(DeviceHead, StringComparison.Ordinal);
}
