using PassthroughTools.Backends;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>A VM of a test's own on a host that has a free device for it, for as long as the test lasts.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private const string Actor = "page";
    private readonly IInventoryBackend backend;
    private readonly DeviceRef device;
    private readonly string vmId;
    private int? key;

    private Rig(IInventoryBackend backend, DeviceRef device, string vmId, long revision)
    {
        Revision = revision;
        this.backend = backend;
        this.device = device;
        this.vmId = vmId;
    }

    /// <summary>The row of its device.</summary>
    public string DeviceRow => $"{device.HostId}/{device.Address}";

    /// <summary>The row of its VM.</summary>
    public string VMRow => vmId;

    /// <summary>The revision that its last change made.</summary>
    public long Revision { get; private set; }

    public static async Task<Rig> CreateAsync(IInventoryBackend backend, string name)
    {
        var state = await backend.ReadAsync(CancellationToken.None);
        var free =
            state.Hosts.Values.SelectMany(
                static host => host.Devices.Where(IsFixed).Select(one => new DeviceRef(host.Id, one.Address)))
                .First(one => state.OwnerOf(one) is null);
        var made = await ExecuteAsync(backend, new CreateVM { NewName = name, VMHostId = free.HostId, Firmware = Firmware.Efi });
        var ready = await ExecuteAsync(backend, new SetResources { VMId = made.TargetId, MemoryReservationLockedToMax = true });
        return new Rig(backend, free, made.TargetId, ready.State.Revision);
    }

    public async Task<Outcome> AttachAsync()
    {
        var commit = await ChangeAsync(new AttachFixedDevice { VMId = vmId, VMHostId = device.HostId, Address = device.Address });
        key = commit.DeviceKey;
        return commit;
    }

    public async Task<Outcome> DetachAsync()
    {
        var commit = await ChangeAsync(new DetachDevice { VMId = vmId, Key = key!.Value });
        key = null;
        return commit;
    }

    public async Task<InventoryEvent> EventAsync(long number) =>
        (await ((IChangeFeed)backend).ReadEventsAsync(number - 1, CancellationToken.None))[0];

    public Task<Outcome> NoteAsync(string notes) => ChangeAsync(new ChangeVM { VMId = vmId, Notes = notes });

    public async ValueTask DisposeAsync()
    {
        if (key is not null) await DetachAsync();
        await ChangeAsync(new RemoveVM { VMId = vmId });
    }

    private async Task<Outcome> ChangeAsync(Operation operation)
    {
        var commit = await ExecuteAsync(backend, operation);
        Revision = commit.State.Revision;
        return commit;
    }

    private static Task<Outcome> ExecuteAsync(IInventoryBackend backend, Operation operation) =>
        backend.ExecuteAsync(operation, Actor, CancellationToken.None);

    private static bool IsFixed(PciDeviceRecord device) =>
        device.PassthroughCapable && device is { Mode: DeviceMode.DirectPath, ActiveMode: DeviceMode.DirectPath };
}
