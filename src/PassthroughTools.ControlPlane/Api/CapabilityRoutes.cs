using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>What works for each virtual machine and each device that can be passed through, and who says so.</summary>
internal static class CapabilityRoutes
{
    public static void MapCapabilities(this IEndpointRouteBuilder api) => api.MapGet("/capabilities", Capabilities);

    private static async Task Capabilities(HttpContext context, JournalBackend backend)
    {
        var query = new Query(context, [.. Page.Parameters, "kind", "name", "host", "feature", "support"]);
        var kind = query.Name<CapabilityKind>("kind");
        Func<string?, bool> named = query.Pattern("name"), onHost = query.Pattern("host");
        var feature = query.Name<PassthroughFeature>("feature");
        var support = query.Name<CapabilitySupport>("support");
        var state = await backend.ReadAsync(context.RequestAborted);

        // They depend on the catalog too, with which a server may be started anew.
        await Page.WriteAsync(
            context,
            query,
            state.Revision,
            Items(),
            static item => item.Key,
            CapabilityItem.Order,
            Fits,
            item => JsonAnswer.ToBytes(json => item.Write(json, feature)),
            isOfRevision: false);

        IEnumerable<CapabilityItem> Items()
        {
            if (kind != CapabilityKind.Device)
            {
                foreach (var vm in state.VMs.Values) yield return new CapabilityItem(state.View(vm));
            }

            if (kind == CapabilityKind.VM) yield break;
            foreach (var host in state.AllHosts())
            {
                foreach (var device in host.PassthroughDevices()) yield return new CapabilityItem(host, device);
            }
        }

        bool Fits(CapabilityItem item) => named(item.Name)
            && onHost(item.HostName)
            && (support is null || (feature is { } one
                ? item.Capabilities[one].Support == support
                : item.Capabilities.Any(capability => capability.Support == support)));
    }
}
