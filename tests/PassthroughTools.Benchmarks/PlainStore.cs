#pragma warning disable MA0048 // the plain objects of one document
#pragma warning disable CA2227, CA1002
using Newtonsoft.Json;

namespace PassthroughTools.Benchmarks;

/// <summary>The store's document as plain objects, for the reflected deserialiser that is the yardstick.</summary>
public sealed class PlainStore
{
    public int SchemaVersion { get; set; }

    public long Revision { get; set; }

    public List<PlainHost> Hosts { get; set; } = [];

    public List<PlainVM> VMs { get; set; } = [];

    /// <summary>Deserialises a file as a stream, the way Newtonsoft.Json's documentation recommends for large ones.</summary>
    public static PlainStore Deserialize(string path)
    {
        using var text = File.OpenText(path);
        using var json = new JsonTextReader(text);
        return new JsonSerializer().Deserialize<PlainStore>(json)!;
    }
}

public sealed class PlainHost
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Version { get; set; }

    public bool? IommuEnabled { get; set; }

    public bool? Above4GDecoding { get; set; }

    public int? NumaNodes { get; set; }

    public List<PlainDevice> Devices { get; set; } = [];
}

public sealed class PlainDevice
{
    public string? Address { get; set; }

    public string? VendorId { get; set; }

    public string? DeviceId { get; set; }

    public string? SubVendorId { get; set; }

    public string? SubDeviceId { get; set; }

    public string? ClassId { get; set; }

    public string? ClassName { get; set; }

    public string? VendorName { get; set; }

    public string? Name { get; set; }

    public int? NumaNode { get; set; }

    public string? PhysicalSlot { get; set; }

    public bool PassthroughCapable { get; set; }

    public string? Mode { get; set; }

    public string? ActiveMode { get; set; }
}

public sealed class PlainVM
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? HostId { get; set; }

    public int NumCpu { get; set; }

    public long MemoryMB { get; set; }

    public long MemoryReservationMB { get; set; }

    public bool MemoryReservationLockedToMax { get; set; }

    public string? Firmware { get; set; }

    public int HardwareVersion { get; set; }

    public string? GuestId { get; set; }

    public List<PlainAttachment> Devices { get; set; } = [];
}

public sealed class PlainAttachment
{
    public int Key { get; set; }

    public string? Technology { get; set; }

    public string? HostId { get; set; }

    public string? Address { get; set; }
}
