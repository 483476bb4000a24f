namespace PassthroughTools.ControlPlane.Api;

/// <summary>The description of the interface.</summary>
internal static class OpenApiRoutes
{
    public static void MapOpenApi(this IEndpointRouteBuilder routes) => routes.MapGet("/openapi/v1.json", static context =>
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = OpenApiDocument.Bytes.Length;
        return context.Response.Body.WriteAsync(OpenApiDocument.Bytes, context.RequestAborted).AsTask();
    });
}
