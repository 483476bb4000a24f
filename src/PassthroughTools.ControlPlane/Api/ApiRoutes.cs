using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>All routes, and who may use them.</summary>
internal static class ApiRoutes
{
    public static void MapAll(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        routes.MapPage();
        routes.MapOpenApi();
        routes.MapGroup("").RequireAuthorization(TokenSecurity.Reader).MapMetrics();
        var api = routes.MapGroup("/api/v1").RequireAuthorization(TokenSecurity.Reader);
        api.MapSession();
        api.MapInventory();
        api.MapCapabilities();
        api.MapState();
        api.MapEvents();
        api.MapTasks();
        api.MapOperations();
        api.MapRefusals();
    }
}
