using System.Reflection;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Properties;

/// <summary>
/// Any operation of Core with values that fit together now and then, and otherwise do not. Operations are found by reflection, so
/// that a new one takes part without being added here; a property of a new type has to be taught, and says so.
/// </summary>
internal sealed class RandomOperation
{
    private static readonly Type[] Kinds =
    [
        .. typeof(Operation).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract
                && type.Namespace == typeof(Operation).Namespace)
            .OrderBy(static type => type.Name, StringComparer.Ordinal),
    ];

    // What makes states interesting is asked for more often.
    private static readonly Type[] Frequent =
    [
        typeof(AttachFixedDevice), typeof(AttachFixedDevice), typeof(AttachFixedDevice), typeof(AttachDynamicDevice),
        typeof(AttachDynamicDevice),
        typeof(AttachEnhancedDevice), typeof(PowerOnVM), typeof(PowerOnVM), typeof(PowerOffVM), typeof(DetachDevice),
        typeof(SetDeviceMode), typeof(RestartHost),
    ];

    private static readonly Type[] Parts =
    [
        typeof(AttachFixedDevice), typeof(AttachDynamicDevice), typeof(AttachEnhancedDevice), typeof(DetachDevice),
        typeof(ChangeVM), typeof(SetResources),
        typeof(SetAdvancedSetting), typeof(PowerOnVM),
    ];

    private static readonly string[] Names = ["vm-a", "VM-A", "vm-b", "Jäger", "", " ", "a\tb", new('n', 81)];
    private static readonly string[] Settings = [MmioSizing.EnableKey, MmioSizing.SizeKey, "other", "OTHER", "", "a\nb"];
    private static readonly string?[] Values = [null, "TRUE", "FALSE", "64", "1024", "", "x"];
    private static readonly string?[] Labels = [null, null, "a", "b", "A", ""];

    private readonly InventoryState state;
    private readonly Random random;
    private readonly VMRecord? vm;
    private readonly HostRecord? host;

    private RandomOperation(InventoryState state, Random random, Type kind)
    {
        this.state = state;
        this.random = random;
        var vms = state.VMs.Values.ToList();
        var fitting = vms.FindAll(vm => Fits(kind, vm));
        vm = fitting.Count > 0 && random.Next(4) > 0 ? Any(fitting) : vms.Count > 0 ? Any(vms) : null;
        host = state.Hosts.Count == 0 ? null
            : vm is not null && random.Next(5) > 0 ? state.Hosts.Find(vm.HostId)
            : Any([.. state.Hosts.Values]);
    }

    public static Operation On(InventoryState state, Random random)
    {
        var kinds = random.Next(3) > 0 ? Frequent : Kinds;
        var kind = kinds[random.Next(kinds.Length)];

        // An inventory without hosts and machines has nothing to try.
        if (kind == typeof(RemoveHost) && state.Hosts.Count < 2) kind = typeof(PowerOnVM);
        return new RandomOperation(state, random, kind).Of(kind);
    }

    /// <summary>One operation of every kind.</summary>
    public static IEnumerable<Operation> OfEveryKind(InventoryState state, Random random) =>
        Kinds.Select(kind => new RandomOperation(state, random, kind).Of(kind));

    /// <summary>Whether a VM is one that the operation may succeed on.</summary>
    private static bool Fits(Type kind, VMRecord vm) => !vm.IsTemplate && kind.Name switch
    {
        nameof(AttachFixedDevice) or nameof(AttachDynamicDevice) or nameof(AttachEnhancedDevice) or nameof(AttachDeviceGroup) =>
            vm is { PowerState: VMPowerState.PoweredOff, IsMemoryFullyReserved: true },
        nameof(DetachDevice) => vm is { PowerState: VMPowerState.PoweredOff, Devices.Count: > 0 },
        nameof(PowerOnVM) => vm.PowerState != VMPowerState.PoweredOn && vm.Devices.Count > 0,
        nameof(SuspendVM) or nameof(RestartVM) => vm.PowerState == VMPowerState.PoweredOn,
        nameof(RemoveSnapshot) => vm.Snapshots.Count > 0,
        nameof(PowerOffVM) => vm.PowerState != VMPowerState.PoweredOff,
        _ => true,
    };

    private Operation Of(Type kind)
    {
        var operation = (Operation)Activator.CreateInstance(kind)!;
        foreach (var property in kind.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.CanWrite))
        {
            // A property that may be left out often is.
            bool optional = property.CustomAttributes.All(
                static attribute => attribute.AttributeType.Name != "RequiredMemberAttribute");
            if (!optional || random.Next(2) == 0) property.SetValue(operation, Value(property));
        }

        return operation;
    }

    private object? Value(PropertyInfo property) => property.Name switch
    {
        "VMId" => vm is null || random.Next(20) == 0 ? "VirtualMachine-vm-999999" : vm.Id,
        "VMHostId" when property.DeclaringType == typeof(MoveVM) =>
            state.Hosts.Count == 0 || random.Next(20) == 0 ? "HostSystem-host-999999" : Any([.. state.Hosts.Values]).Id,
        "VMHostId" => host is null || random.Next(20) == 0 ? "HostSystem-host-999999" : host.Id,
        "Key" => vm?.Devices.Count > 0 && random.Next(4) > 0
            ? Any([.. vm.Devices]).Key
            : AttachmentRecord.FirstKey + random.Next(3),
        "NewName" => random.Next(2) == 0 ? $"vm-{random.Next(1000)}" : Any(Names),
        "SnapshotId" => vm?.Snapshots.Count > 0 && random.Next(4) > 0 ? Any([.. vm.Snapshots]).Id : "snapshot-999999",
        "OperationName" => Any(["MoveVM", "restarthost", "SetSimulation", "nothing", ""]),
        "Setting" => Any(Settings),
        "Value" => Any(Values),
        "HardwareLabel" => Any(Labels),
        "DeviceClass" => Any(["com.vendor.flex", "COM.VENDOR.FLEX", "com.vendor.other"]),
        "DeviceGroup" => Any(["pair", "PAIR", "other"]),
        "HardwareVersion" => Any([3, 7, 13, 17, 19, 20, 21, 22, -1, 0]),
        "NumCpu" or "CoresPerSocket" => Any([1, 1, 2, 4, 0, -1, 768, 769]),
        "SizeGB" => Any([1, 16, 64, 256, 0, -1, 63, 65536, int.MaxValue]),
        "MemoryMB" or "MemoryReservationMB" => Any([4L, 1024, 4096, 4097, 0, -4, 24L << 20, long.MaxValue]),
        "CpuReservationMhz" => Any([0L, 1000, -1]),
        _ => ValueOf(property.PropertyType, property),
    };

    private object? ValueOf(Type type, PropertyInfo property)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(int)) return random.Next(-1, 5);
        if (type == typeof(long)) return (long)random.Next(-1, 5);
        if (type == typeof(string)) return Any<string?>([null, "", "some text", "Jäger\n\"quoted\""]);
        if (type == typeof(DeviceMode))
            return Any([DeviceMode.DirectPath, DeviceMode.DirectPath, DeviceMode.Host, DeviceMode.EnhancedDirectPath,
                DeviceMode.VGpuSameSize]);
        if (type.IsEnum) return Any([.. Enum.GetValues(type).Cast<object>()]);
        if (type == typeof(PciAddress))
            return host?.Devices.Count > 0 && random.Next(20) > 0 ? Any(host.Devices).Address : new PciAddress(0, 0xfe, 0, 0);
        if (type == typeof(IReadOnlyList<AllowedDevice>))
            return (AllowedDevice[])[.. Enumerable.Range(0, random.Next(8) == 0 ? 0 : random.Next(1, 3)).Select(_ => Allowed())];
        if (type == typeof(IReadOnlyList<PciAddress>)) return host is null
            ? []
            : (PciAddress[])[.. host.Devices.Where(_ => random.Next(2) == 0).Select(static device => device.Address)];
        if (type == typeof(IReadOnlyList<Operation>))
            return (Operation[])[.. Enumerable.Range(0, random.Next(4)).Select(_ => Of(Parts[random.Next(Parts.Length)]))];
        if (type == typeof(decimal)) return Any([0m, 0.5m, 30, -1, 86401]);
        if (type == typeof(DateTime)) return new DateTime(2026, 11, 21, 12, 0, random.Next(60), DateTimeKind.Utc);
        if (type == typeof(SortedMap<string, string>)) return VMRecord.NoSettings.Set("parameter", "value");
        throw new InvalidOperationException(
            $"{property.DeclaringType!.Name}.{property.Name} is a {type.Name}: teach {nameof(RandomOperation)} its values.");
    }

    private AllowedDevice Allowed()
    {
        var devices = state.Hosts.Values.SelectMany(static host => host.Devices)
            .Select(static device => new AllowedDevice(device.VendorId, device.DeviceId)).ToList();
        return devices.Count == 0 ? new AllowedDevice(0x10de, 0x25b6) : Any(devices);
    }

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
