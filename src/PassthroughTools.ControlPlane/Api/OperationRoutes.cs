using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Operations.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Writes: one route for all operations, decided by the rules of Core.</summary>
internal static class OperationRoutes
{
    private const string Operations = "/operations";
    private const int MaxKeyLength = 128;

    // What is no import: an operation with the longest text, and every character of it escaped, is far below it.
    private const long MaxOperationBody = 1024 * 1024;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapOperations(this IEndpointRouteBuilder api)
    {
        api.MapPost(Operations, Operate).RequireAuthorization(TokenSecurity.Operator);
        api.MapGet(Operations + "/{key}", Find);
    }

    private static async Task Find(HttpContext context, OperationRunner runner)
    {
        _ = new Query(context);

        // From the request line: in the path an escaped slash of the key would be the same as its percent sign and letters.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var key = Uri.UnescapeDataString(target[(target.IndexOf(Operations, StringComparison.OrdinalIgnoreCase) + Operations.Length + 1)..]);
        var asked = new RequestKey(key, Caller.Actor(context), Caller.Scope(context));
        await AnswerAsync(context, await runner.FindAsync(asked, context.RequestAborted) ?? throw new PassthroughException(
            ErrorId.TaskNotFound,
            "Nothing was carried out with this Idempotency-Key and token: it was not asked for, was refused, or is forgotten."));
    }

    private static async Task Operate(
        HttpContext context, OperationRunner runner, TaskTable tasks, IRefusalLog refusals, ClientConnections connections)
    {
        string? named = null, key = null;
        try
        {
            _ = new Query(context);
            key = Key(context.Request);
            bool isAdmin = context.User.IsInRole(TokenRole.Admin.Text());
            if (!isAdmin) context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxOperationBody;
            var operation = OperationJson.Read(await BodyAsync(context, connections.Uploads));
            named = operation.Name;
            if (operation is ImportOperation && !isAdmin)
                throw new PassthroughException(ErrorId.AccessDenied, "An import can replace the whole inventory, and needs a token of the role admin. Ask an administrator to import.");
            var request = new OperationRequest(operation, Caller.Actor(context))
            {
                Key = key,
                Scope = Caller.Scope(context),
                IfRevision = Revisions.IfMatch(context.Request),
                RequestId = context.TraceIdentifier,
                Source = Caller.Address(context),
            };
            if (WantsTask(context.Request)) await AcceptAsync(context, tasks, runner, request);
            else await AnswerAsync(context, await runner.RunAsync(request));
        }
        catch (Exception e) when (!FaultHandling.HasGone(context, e) && FaultHandling.Known(e) is { } problem)
        {
            await refusals.AddAsync(RefusalOf(context, problem, named, key), CancellationToken.None);
            throw;
        }
    }

    private static Task AnswerAsync(HttpContext context, OperationAnswer answer)
    {
        context.Response.Headers.ETag = Revisions.ETag(answer.Revision);
        if (answer.IsRepeated) context.Response.Headers["Idempotency-Replayed"] = "true";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, answer.Write);
    }

    private static Task AcceptAsync(HttpContext context, TaskTable tasks, OperationRunner runner, OperationRequest request)
    {
        var task = tasks.Start(request, runner);
        context.Response.Headers.Location = $"/api/v1/tasks/{Uri.EscapeDataString(task.Id)}";
        context.Response.Headers["Preference-Applied"] = "respond-async";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status202Accepted, task.Write);
    }

    private static bool WantsTask(HttpRequest request) =>
        request.Headers["Prefer"].Any(static value => value?.Split(',').Any(static part => part.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase)) == true);

    private static string? Key(HttpRequest request)
    {
        var header = request.Headers["Idempotency-Key"];
        if (header.Count == 0) return null;
        return header is [{ Length: > 0 and <= MaxKeyLength } key] && key.All(static c => c is > ' ' and <= '~')
            ? key
            : throw new PassthroughException(ErrorId.RequestMalformed, "Idempotency-Key must be one text of 1 to 128 visible ASCII characters. Send a new UUID for each operation.");
    }

    private static async Task<string> BodyAsync(HttpContext context, CancellationToken stopping)
    {
        if (!context.Request.HasJsonContentType() || context.Request.Headers.ContentEncoding.Count > 0)
            throw new PassthroughException(
                ErrorId.MediaTypeNotSupported, "The body must be application/json in UTF-8, without a content coding. Set Content-Type: application/json and no Content-Encoding.");
        var reader = context.Request.BodyReader;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        while (true)
        {
            var read = await ReadAsync(context, ended.Token);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return Utf8.GetString(read.Buffer);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private static async Task<ReadResult> ReadAsync(HttpContext context, CancellationToken ended)
    {
        try
        {
            return await context.Request.BodyReader.ReadAsync(ended);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
            throw new PassthroughException(
                ErrorId.ServerBusy,
                "The server stops before the whole body came. Nothing was carried out. Send it again with the same key.");
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // What comes after a body that was not read to its end is no request.
            context.Response.Headers.Connection = "close";
            if (fault is OperationCanceledException or BadHttpRequestException || context.RequestAborted.IsCancellationRequested) throw;

            // So Kestrel tells of a chunk whose length is no number that it can count to.
            throw new PassthroughException(ErrorId.RequestMalformed, $"The body cannot be read: {fault.Message} Send it whole, with Content-Length or in chunks.");
        }
    }

    private static Refusal RefusalOf(HttpContext context, Problem problem, string? operation, string? key) => new()
    {
        Time = DateTime.UtcNow,
        Actor = Caller.Actor(context),
        Source = Caller.Address(context),
        RequestId = context.TraceIdentifier,
        Key = key,
        Operation = operation ?? $"{context.Request.Method} {context.Request.Path}",
        Id = problem.Id.ToString(),
        Message = problem.Detail,
    };
}
