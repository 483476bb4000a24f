using Microsoft.AspNetCore.Http.Features;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;
using PassthroughTools.Importing;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Writes: one route for all operations, decided by the rules of Core.</summary>
internal static class OperationRoutes
{
    private const string Operations = "/operations";
    private const int MaxKeyLength = 128;

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
        var key = Uri.UnescapeDataString(
            target[(target.IndexOf(Operations, StringComparison.OrdinalIgnoreCase) + Operations.Length + 1)..]);
        var asked = new RequestKey(key, Caller.Actor(context), Caller.Scope(context));
        await AnswerAsync(context, await runner.FindAsync(asked, context.RequestAborted) ?? throw new PassthroughException(
            ErrorId.TaskNotFound,
            "Nothing was carried out with this Idempotency-Key and token: it was not asked for, was refused, or is forgotten."));
    }

    private static async Task Operate(
        HttpContext context,
        OperationRunner runner,
        TaskTable tasks,
        IRefusalLog refusals,
        ClientConnections connections,
        BodyPlaces places)
    {
        string? named = null, key = null;
        OperationBody? body = null;
        try
        {
            _ = new Query(context);
            key = Key(context.Request);
            bool isAdmin = context.User.IsInRole(TokenRole.Admin.Text());
            body = await OperationBody.ReadAsync(context, isAdmin, places, connections.Uploads);
            if (body.IsImport && !isAdmin)
            {
                named = nameof(ImportOperation);
                throw new PassthroughException(
                    ErrorId.AccessDenied,
                    "An import can replace the whole inventory, and needs a token of the role admin. "
                    + "Ask an administrator to import.");
            }

            var operation = await body.ParseAsync(context.RequestAborted);
            named = operation.Name;
            var request = new OperationRequest(operation, Caller.Actor(context))
            {
                Key = key,
                Scope = Caller.Scope(context),
                IfRevision = Revisions.IfMatch(context.Request),
                RequestId = context.TraceIdentifier,
                Source = Caller.Address(context),
            };
            if (!WantsTask(context.Request))
            {
                await AnswerAsync(context, await runner.RunAsync(request));
                return;
            }

            // Its place is the task's now.
            var task = tasks.Start(request, runner, body);
            body = null;
            await AcceptAsync(context, task);
        }
        catch (Exception e) when (!FaultHandling.HasGone(context, e) && FaultHandling.Known(e) is { } problem)
        {
            await refusals.AddAsync(RefusalOf(context, problem, named, key), CancellationToken.None);
            throw;
        }
        finally
        {
            body?.Dispose();
        }
    }

    private static Task AnswerAsync(HttpContext context, OperationAnswer answer)
    {
        context.Response.Headers.ETag = Revisions.ETag(answer.Revision);
        if (answer.IsRepeated) context.Response.Headers["Idempotency-Replayed"] = "true";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, answer.Write);
    }

    private static Task AcceptAsync(HttpContext context, OperationTask task)
    {
        context.Response.Headers.Location = $"/api/v1/tasks/{Uri.EscapeDataString(task.Id)}";
        context.Response.Headers["Preference-Applied"] = "respond-async";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status202Accepted, task.Write);
    }

    private static bool WantsTask(HttpRequest request) =>
        request.Headers["Prefer"].Any(
            static value => value?.Split(',')
                .Any(static part => part.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase)) == true);

    private static string? Key(HttpRequest request)
    {
        var header = request.Headers["Idempotency-Key"];
        if (header.Count == 0) return null;
        return header is [{ Length: > 0 and <= MaxKeyLength } key] && key.All(static c => c is > ' ' and <= '~')
            ? key
            : throw new PassthroughException(ErrorId.RequestMalformed,
                "Idempotency-Key must be one text of 1 to 128 visible ASCII characters. Send a new UUID for each operation.");
    }

    /// <summary>What the audit has of a request that was refused.</summary>
    public static Refusal RefusalOf(HttpContext context, Problem problem, string? operation, string? key) => new()
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
