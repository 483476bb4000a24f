using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>Writes refusals as the contract has them, and keeps them.</summary>
internal sealed class TestRefusals : IRefusalWriter
{
    public ConcurrentQueue<(ErrorId Id, string? Actor, string Detail)> Recorded { get; } = new();

    public Task WriteAsync(HttpContext context, ErrorId id, string detail, TimeSpan? retryAfter)
    {
        int status = ErrorAttribute.Of(id).Status;
        Recorded.Enqueue((id, context.User.ToTokenIdentity()?.Name, detail));
        context.Response.StatusCode = status;
        if (retryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var problem = new ProblemDetails { Status = status, Detail = detail, Extensions = { ["id"] = id.ToString() } };
        return context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
    }
}
