using PassthroughTools.ControlPlane.Api;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>All routes, as the contract has them.</summary>
internal static class ServedRoutes
{
    public const string Host = "HostSystem-host-1";
    public const string VM = "VirtualMachine-vm-3";
    public const string Device = "0000:41:00.0";

    public const string Restore = "/api/v1/restore";

    private const string Reader = "reader";

    /// <summary>The routes without the page's files.</summary>
    public static readonly ServedRoute[] OfApi =
    [
        new("GET", "/healthz", "/healthz", null),
        new("GET", "/readyz", "/readyz", null),
        new("GET", "/openapi/v1.json", "/openapi/v1.json", null),
        new("GET", "/metrics", "/metrics", Reader),
        new("GET", "/api/v1/session", "/api/v1/session", Reader),
        new("GET", "/api/v1/catalog", "/api/v1/catalog", Reader),
        new("GET", "/api/v1/clusters", "/api/v1/clusters", Reader),
        new("GET", "/api/v1/hosts", "/api/v1/hosts", Reader),
        new("GET", "/api/v1/hosts/{id}", $"/api/v1/hosts/{Host}", Reader),
        new("GET", "/api/v1/vms", "/api/v1/vms", Reader),
        new("GET", "/api/v1/vms/{id}", $"/api/v1/vms/{VM}", Reader),
        new("GET", "/api/v1/devices", "/api/v1/devices", Reader),
        new("GET", "/api/v1/devices/{hostId}/{address}", $"/api/v1/devices/{Host}/{Device}", Reader),
        new("GET", "/api/v1/capabilities", "/api/v1/capabilities", Reader),
        new("GET", "/api/v1/state", "/api/v1/state", Reader),
        new("GET", "/api/v1/changes", "/api/v1/changes?after=0", Reader),
        new("GET", "/api/v1/events", "/api/v1/events", Reader),
        new("POST", "/api/v1/operations", "/api/v1/operations", "operator",
            $$"""{"operation":"ChangeVM","vmId":"{{VM}}","numCpu":8}"""),
        new("GET", "/api/v1/operations/{key}", "/api/v1/operations/none", Reader),
        new("GET", "/api/v1/tasks", "/api/v1/tasks", Reader),
        new("GET", "/api/v1/tasks/{id}", "/api/v1/tasks/none", Reader),
        new("GET", "/api/v1/refusals", "/api/v1/refusals", "admin"),
        new("GET", "/api/v1/tokens", "/api/v1/tokens", "admin"),
        new("GET", "/api/v1/backup", "/api/v1/backup", "admin"),
        new("POST", Restore, $"{Restore}?force=true", "admin", HttpLab.BackupBody),
    ];

    /// <summary>All routes.</summary>
    public static IEnumerable<ServedRoute> All =>
        OfApi.Concat(PageRoutes.Routes.Select(static route => new ServedRoute("GET", route, route, null)));
}
