using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>All routes, and who may use them.</summary>
internal static class ApiRoutes
{
    private const string Head = "/api/v1";

    public static void MapAll(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("").AnswerHead();
        open.MapHealth();
        open.MapPage();
        open.MapOpenApi();
        open.MapGroup("").RequireAuthorization(TokenSecurity.Reader).MapMetrics();
        var api = open.MapGroup(Head).RequireAuthorization(TokenSecurity.Reader);
        api.MapSession();
        api.MapInventory();
        api.MapCapabilities();
        api.MapState();
        api.MapTasks();
        api.MapOperations();
        api.MapRefusals();
        api.MapTokens();
        api.MapBackups();

        // A stream has no end at which HEAD could be answered.
        routes.MapGroup(Head).RequireAuthorization(TokenSecurity.Reader).MapEvents();
    }
}
