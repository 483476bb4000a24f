using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Answers whoever is not let in, and records it.</summary>
internal sealed class RefusalWriter(IRefusalLog refusals) : IRefusalWriter
{
    private const int MaxPathLength = 200;

    /// <inheritdoc/>
    public async Task WriteAsync(HttpContext context, int status, ErrorId id, string detail, TimeSpan? retryAfter)
    {
        var problem = new Problem(status, id, detail) { RetryAfter = retryAfter };
        var path = context.Request.Path.Value ?? "/";
        await refusals.AddAsync(
            new Refusal
            {
                Time = DateTime.UtcNow,
                Actor = context.User.Identity is { IsAuthenticated: true } ? Caller.Actor(context) : null,
                Source = Caller.Address(context),
                RequestId = context.TraceIdentifier,
                Operation = $"{context.Request.Method} {(path.Length <= MaxPathLength ? path : path[..MaxPathLength])}",
                Id = id.ToString(),
                Message = detail,
            },
            CancellationToken.None).ConfigureAwait(false);
        await problem.WriteAsync(context).ConfigureAwait(false);
    }
}
