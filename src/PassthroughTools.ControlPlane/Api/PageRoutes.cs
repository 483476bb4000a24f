using System.Security.Cryptography;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>The page: static files out of the assembly, with a policy that lets nothing else in.</summary>
internal static class PageRoutes
{
    private const string Head = "page/";
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] Files =
        [.. typeof(PageRoutes).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Head, StringComparison.Ordinal)).Select(static name => name[Head.Length..])];

    /// <summary>The routes of the page's files.</summary>
    public static IEnumerable<string> Routes => Files.Select(RouteOf);

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        foreach (var name in Files)
        {
            var bytes = Read(name);
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"";
            routes.MapGet(RouteOf(name), context => AnswerAsync(context, bytes, TypeOf(name), tag));
        }
    }

    private static string RouteOf(string name) => name == "index.html" ? "/" : $"/{name}";

    private static Task AnswerAsync(HttpContext context, byte[] bytes, string type, string tag)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.ETag = tag;
        headers.CacheControl = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageRoutes).Assembly.GetManifestResourceStream(Head + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
