using Newtonsoft.Json;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>A device with its host and who holds it.</summary>
internal readonly record struct DeviceItem(HostRecord Host, PciDeviceRecord Device)
{
    /// <summary>The order of the devices of all hosts: by host, then by address.</summary>
    public static readonly IComparer<string> Order = Comparer<string>.Create(
        static (left, right) => DeviceRef.Order.Compare(RefOf(left), RefOf(right)));

    public DeviceRef Ref => new(Host.Id, Device.Address);

    /// <summary>The host's id and the address.</summary>
    public string Key => $"{Host.Id}/{Device.Address}";

    public void Write(JsonTextWriter json, InventoryState state)
    {
        json.WriteStartObject();
        json.Property("hostId", Host.Id);
        json.Property("hostName", Host.Name);
        json.WritePropertyName("device");
        new RecordWriter(json).Write(Device);
        if (state.OwnerOf(Ref) is { } owner)
        {
            json.Property("vmId", owner.Id);
            json.Property("vmName", owner.Name);
        }

        json.WriteEndObject();
    }

    // A place that a client made up comes before all devices of its host.
    private static DeviceRef RefOf(string key)
    {
        int slash = key.LastIndexOf('/');
        return slash < 0
            ? new DeviceRef(key, default)
            : new DeviceRef(key[..slash], PciAddress.TryParse(key[(slash + 1)..], out var address) ? address : default);
    }
}
