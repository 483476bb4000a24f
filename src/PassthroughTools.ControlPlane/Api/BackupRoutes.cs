using Microsoft.AspNetCore.Http.Features;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.Errors;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>A backup of all that the server has, and its way back: for administrators.</summary>
internal static class BackupRoutes
{
    private const string ContentType = "application/gzip";

    // The events of years.
    private const long MaxBody = 1L << 30;

    // The changes of months, packed.
    private const int BufferBytes = 1 << 20;

    public static void MapBackups(this IEndpointRouteBuilder api)
    {
        api.MapGet("/backup", Backup).RequireAuthorization(TokenSecurity.Admin);
        api.MapPost("/restore", Restore).RequireAuthorization(TokenSecurity.Admin);
    }

    private static async Task Backup(HttpContext context, ServerStorage storage)
    {
        _ = new Query(context);
        var backup = await BackupWriter.OfAsync(storage, context.RequestAborted);
        context.Response.ContentType = ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{backup.FileName("passthroughtools")}\"";
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        try
        {
            // While nothing is sent, what fails can be told. It is not closed then: that would send what it holds.
            var buffer = new BufferedStream(context.Response.Body, BufferBytes);
            await backup.WriteAsync(buffer, context.RequestAborted);
            await buffer.FlushAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is PassthroughException or IOException && context.Response.HasStarted)
        {
            // What was sent must not look whole.
            context.Abort();
            throw;
        }
        catch
        {
            context.Response.Headers.ContentDisposition = default;
            throw;
        }
    }

    private static async Task Restore(
        HttpContext context, ServerStorage storage, IRefusalLog refusals, BodyPlaces places, IHostApplicationLifetime lifetime)
    {
        try
        {
            await RestoreAsync(context, storage, places, lifetime);
        }
        catch (Exception e) when (!FaultHandling.HasGone(context, e) && FaultHandling.Known(e) is { } problem)
        {
            await refusals.AddAsync(OperationRoutes.RefusalOf(context, problem, InventoryEvent.RestoreOperation, null),
                CancellationToken.None);
            throw;
        }
    }

    private static async Task RestoreAsync(
        HttpContext context, ServerStorage storage, BodyPlaces places, IHostApplicationLifetime lifetime)
    {
        var query = new Query(context, "force");
        bool force = query.Flag("force") ?? false;
        if (context.Request.ContentType != ContentType || context.Request.Headers.ContentEncoding.Count > 0)
            throw new PassthroughException(ErrorId.MediaTypeNotSupported,
                $"The body must be a backup as it was made. Set Content-Type: {ContentType} and no Content-Encoding.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBody;
        using var place = places.TakeSpooled();
        var file = SpoolFile.Create();
        await using var deleting = file;
        await RequestBody.CopyToAsync(context, file, lifetime.ApplicationStopping);
        using var turn = await places.ParseAsync(isSpooled: true, context.RequestAborted);
        var backup = await Task.Run(() => BackupFile.Read(file.Name, "The body"), context.RequestAborted);
        var committed = await storage.RestoreAsync(
            new RestoreRequest(backup, Caller.Actor(context), force)
            {
                Request = new RequestRecord { Id = context.TraceIdentifier, Source = Caller.Address(context) },
            },
            context.RequestAborted);
        context.Response.Headers.ETag = Revisions.ETag(committed.Sequence);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.Property("revision", committed.Sequence);
            json.Property("created", JsonTime.Format(backup.Summary.Created));
            json.Property("hosts", backup.Summary.Hosts);
            json.Property("vms", backup.Summary.VMs);
            json.Property("events", backup.Summary.Events);
            json.Property("tokens", backup.Summary.Tokens);
            json.WriteEndObject();
        });
    }
}
