using System.Globalization;
using Newtonsoft.Json;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>
/// The object that a refusal is about, as the control plane names it: a virtual machine, template, host or cluster by id, a
/// device by host and address or by its machine and key, a number, or text.
/// </summary>
internal sealed record ErrorTarget
{
    /// <summary>The object's name, or the text that was given.</summary>
    public required string Name { get; init; }

    /// <summary>The id of a cluster.</summary>
    public string? ClusterId { get; init; }

    /// <summary>The id of a host, or of a device's host.</summary>
    public string? HostId { get; init; }

    /// <summary>The address of a host's device.</summary>
    public PciAddress? Address { get; init; }

    /// <summary>The id of a virtual machine or template, or of a device's machine.</summary>
    public string? VMId { get; init; }

    /// <summary>The key of a virtual machine's device.</summary>
    public int? Key { get; init; }

    /// <summary>A number that was given.</summary>
    public long? Number { get; init; }

    /// <summary>Whether it is an object of the inventory, and no text or number.</summary>
    public bool IsObject => (VMId ?? HostId ?? ClusterId) is not null;

    /// <summary>What a refusal's target is called; null where it has none.</summary>
    public static ErrorTarget? Of(object? target) => target switch
    {
        null => null,
        Cluster cluster => new ErrorTarget { Name = cluster.Name, ClusterId = cluster.Id },
        VMHost host => new ErrorTarget { Name = host.Name, HostId = host.Id },
        VirtualMachineBase vm => new ErrorTarget { Name = vm.Name, VMId = vm.Id },
        PassthroughDevice { IsOfVM: true } device => new ErrorTarget { Name = device.Name, VMId = device.VMId, Key = device.Key },
        PassthroughDevice device =>
            new ErrorTarget { Name = device.Name, HostId = device.VMHostId, Address = PciAddress.Parse(device.Id!) },
        int number => new ErrorTarget { Name = number.ToString(CultureInfo.InvariantCulture), Number = number },
        long number => new ErrorTarget { Name = number.ToString(CultureInfo.InvariantCulture), Number = number },
        _ => new ErrorTarget { Name = Convert.ToString(target, CultureInfo.InvariantCulture) ?? "" },
    };

    /// <summary>The object in a state; its name where it is not there.</summary>
    public object In(InventoryState state)
    {
        if (Number is { } number) return number is >= int.MinValue and <= int.MaxValue ? (int)number : number;
        if (VMId is not null)
        {
            if (state.VMs.Find(VMId) is not { } vm) return Name;
            if (Key is null) return state.View(vm);
            return vm.Devices.FirstOrDefault(device => device.Key == Key) is { } attachment
                ? new PassthroughDevice(state, vm, attachment)
                : Name;
        }

        if (HostId is not null)
        {
            if (Address is { } address) return (object?)state.View(new DeviceRef(HostId, address)) ?? Name;
            return state.Hosts.Find(HostId) is { } host ? state.View(host) : Name;
        }

        return ClusterId is not null && state.Clusters.Find(ClusterId) is { } cluster ? state.View(cluster) : Name;
    }

    public void Write(JsonTextWriter json)
    {
        json.WriteStartObject();
        json.Property("name", Name);
        json.Property("clusterId", ClusterId);
        json.Property("hostId", HostId);
        json.Property("address", Address?.ToString());
        json.Property("vmId", VMId);
        json.Property("key", Key);
        json.Property("number", Number);
        json.WriteEndObject();
    }

    /// <summary>Reads a target, its opening brace being the current token.</summary>
    public static ErrorTarget Read(RecordReader reader)
    {
        var target = new ErrorTarget { Name = "" };
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            target = property switch
            {
                "name" => target with { Name = reader.Text() ?? "" },
                "clusterId" => target with { ClusterId = reader.Text() },
                "hostId" => target with { HostId = reader.Text() },
                "address" => target with { Address = reader.Address() },
                "vmId" => target with { VMId = reader.Text() },
                "key" => target with { Key = reader.Int(0, int.MaxValue) },
                "number" => target with { Number = reader.Long(long.MinValue, long.MaxValue) },
                _ => throw reader.Unknown(property, "target"),
            };
        }

        return target;
    }
}
