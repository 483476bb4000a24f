using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Clusters, hosts, virtual machines and devices, one by one and in lists.</summary>
internal static class InventoryRoutes
{
    public static void MapInventory(this IEndpointRouteBuilder api)
    {
        api.MapGet("/clusters", Clusters);
        api.MapGet("/hosts", Hosts);
        api.MapGet("/hosts/{id}", Host);
        api.MapGet("/vms", VMs);
        api.MapGet("/vms/{id}", VM);
        api.MapGet("/devices", Devices);
        api.MapGet("/devices/{hostId}/{address}", Device);
    }

    private static async Task Clusters(HttpContext context, JournalBackend backend)
    {
        var query = new Query(context, [.. Page.Parameters, "name"]);
        var named = query.Pattern("name");
        var state = await backend.ReadAsync(context.RequestAborted);
        await Page.WriteAsync(
            context, query, state.Revision, state.Clusters.Values, static cluster => cluster.Id, IdComparer.Instance,
            cluster => named(cluster.Name), RecordBytes.Of);
    }

    private static async Task Hosts(HttpContext context, JournalBackend backend)
    {
        var query = new Query(context, [.. Page.Parameters, "name", "cluster", "connectionState"]);
        Func<string?, bool> named = query.Pattern("name"), inCluster = query.Pattern("cluster");
        bool anyCluster = query.Text("cluster") is null;
        var connection = query.Name<VMHostState>("connectionState");
        var state = await backend.ReadAsync(context.RequestAborted);
        await Page.WriteAsync(
            context, query, state.Revision, state.Hosts.Values, static host => host.Id, IdComparer.Instance, Fits,
            RecordBytes.Of);

        bool Fits(HostRecord host) => named(host.Name)
            && (connection is null || host.ConnectionState == connection)
            && (anyCluster || (host.ClusterId is { } id && inCluster(state.Clusters.Find(id)?.Name)));
    }

    private static async Task Host(HttpContext context, JournalBackend backend, string id)
    {
        _ = new Query(context);
        var state = await backend.ReadAsync(context.RequestAborted);
        var host = state.Hosts.Find(id)
            ?? throw new PassthroughException(ErrorId.VMHostNotFound,
                $"There is no host with the id '{id}'. See what there is: GET /api/v1/hosts", id);
        await WriteAsync(context, state, RecordBytes.Of(host));
    }

    private static async Task VMs(HttpContext context, JournalBackend backend)
    {
        var query = new Query(context, [.. Page.Parameters, "name", "host", "powerState", "template"]);
        Func<string?, bool> named = query.Pattern("name"), onHost = query.Pattern("host");
        bool anyHost = query.Text("host") is null;
        var power = query.Name<VMPowerState>("powerState");
        var template = query.Flag("template");
        var state = await backend.ReadAsync(context.RequestAborted);
        await Page.WriteAsync(
            context, query, state.Revision, state.VMs.Values, static vm => vm.Id, IdComparer.Instance, Fits, RecordBytes.Of);

        bool Fits(VMRecord vm) => named(vm.Name)
            && (power is null || vm.PowerState == power)
            && (template is null || vm.IsTemplate == template)
            && (anyHost || onHost(state.Hosts.Find(vm.HostId)?.Name));
    }

    private static async Task VM(HttpContext context, JournalBackend backend, string id)
    {
        _ = new Query(context);
        var state = await backend.ReadAsync(context.RequestAborted);
        var vm = state.VMs.Find(id)
            ?? throw new PassthroughException(ErrorId.VMNotFound,
                $"There is no VM with the id '{id}'. See what there is: GET /api/v1/vms", id);
        await WriteAsync(context, state, RecordBytes.Of(vm));
    }

    private static async Task Devices(HttpContext context, JournalBackend backend)
    {
        var query = new Query(context, [.. Page.Parameters, "host", "mode", "name", "capable", "free"]);
        Func<string?, bool> named = query.Pattern("name"), onHost = query.Pattern("host");
        bool anyName = query.Text("name") is null;
        var mode = query.Name<DeviceMode>("mode");
        bool? capable = query.Flag("capable"), free = query.Flag("free");
        var state = await backend.ReadAsync(context.RequestAborted);
        var devices = state.Hosts.Values.Where(host => onHost(host.Name))
            .SelectMany(static host => host.Devices, static (host, device) => new DeviceItem(host, device));
        await Page.WriteAsync(
            context, query, state.Revision, devices, static item => item.Key, DeviceItem.Order, Fits,
            item => JsonAnswer.ToBytes(json => item.Write(json, state)));

        bool Fits(DeviceItem item) => (anyName || named(item.Device.Name))
            && (mode is null || item.Device.Mode == mode)
            && (capable is null || item.Device.PassthroughCapable == capable)
            && (free is null || (!item.Device.OwnerUnknown && state.OwnerOf(item.Ref) is null) == free);
    }

    private static async Task Device(HttpContext context, JournalBackend backend, string hostId, string address)
    {
        _ = new Query(context);
        var state = await backend.ReadAsync(context.RequestAborted);
        var host = state.Hosts.Find(hostId)
            ?? throw new PassthroughException(ErrorId.VMHostNotFound,
                $"There is no host with the id '{hostId}'. See what there is: GET /api/v1/hosts", hostId);
        var device = PciAddress.TryParse(address, out var place) ? host.FindDevice(place) : null;
        if (device is null)
            throw new PassthroughException(ErrorId.DeviceNotFound,
                $"Host '{host.Name}' has no device '{address}'. See what it has: GET "
                + $"/api/v1/devices?host={Uri.EscapeDataString(host.Name)}", address);
        await WriteAsync(context, state, JsonAnswer.ToBytes(json => new DeviceItem(host, device).Write(json, state)));
    }

    private static Task WriteAsync(HttpContext context, InventoryState state, byte[] record)
    {
        if (Revisions.IsKnown(context, state.Revision)) return Task.CompletedTask;
        return JsonAnswer.WriteAsync(context, [record]);
    }
}
