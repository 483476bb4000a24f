using Microsoft.AspNetCore.Http.Features;
using Newtonsoft.Json;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Makes a problem of whatever a route throws, and of answers that have a status only.</summary>
internal sealed class FaultHandling(RequestDelegate next, ServerMetrics metrics, RequestLog requests, ILogger<FaultHandling> log)
{
    private static readonly Action<ILogger, string, string, string,
        Exception?> LogFault = LoggerMessage.Define<string, string, string>(
        LogLevel.Error, new EventId(1, "RequestFailed"), "Request {RequestId} failed: {Method} {Path}");

    public async Task InvokeAsync(HttpContext context)
    {
        long began = TimeProvider.System.GetTimestamp();
        context.Response.Headers["X-Request-Id"] = context.TraceIdentifier;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.Vary = "Accept-Encoding";
        try
        {
            // Kestrel refuses it in a path, and lets it through in a whole address.
            if (context.Request.Path.Value?.Contains('\0', StringComparison.Ordinal) == true)
                throw new PassthroughException(
                    ErrorId.RequestMalformed, "The path has a null character (%00). Send the id or name as it was listed.");

            // Routing would take /vms/ for /vms, and who has lost the id would be given the list.
            if (context.Request.Path.Value is { Length: > 1 } path && path.EndsWith('/'))
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            else await next(context);
            if (context.Response.StatusCode >= StatusCodes.Status400BadRequest
                && context.Response is { HasStarted: false, ContentType: null, ContentLength: null })
                await StatusProblem(context).WriteAsync(context);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            await (Known(e) ?? Failed(context, e)).WriteAsync(context);
        }
        catch (Exception e) when (HasGone(context, e) || Known(e) is not null)
        {
            // The one who asked has gone, and hears of no refusal.
        }
        finally
        {
            var duration = TimeProvider.System.GetElapsedTime(began);
            metrics.Count(context, duration);
            requests.Write(context, duration);
        }
    }

    /// <summary>Whether a fault is no more than that the one who asked has gone.</summary>
    public static bool HasGone(HttpContext context, Exception fault) =>
        context.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or IOException;

    /// <summary>The problem of a refusal or of a request that cannot be understood; null where the server is at fault.</summary>
    public static Problem? Known(Exception fault) => fault switch
    {
        PassthroughException refusal => Problem.Of(refusal),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new Problem(
                ErrorId.RequestTooLarge,
                "The body is larger than this server takes: 1 MB, and 64 MB of an administrator's import. Send less, or import "
                + "fewer files at a time."),
        BadHttpRequestException bad => new Problem(
            bad.StatusCode == StatusCodes.Status408RequestTimeout ? ErrorId.RequestTooSlow : ErrorId.RequestMalformed,
            $"The request cannot be understood: {Shortened(bad.Message)}"),
        System.Text.DecoderFallbackException =>
            new Problem(ErrorId.RequestMalformed, "The body is not UTF-8. Send JSON in UTF-8; /openapi/v1.json tells its form."),
        FormatException or JsonException =>
            new Problem(ErrorId.RequestMalformed,
                $"The body cannot be understood: {Shortened(fault.Message)}. See /openapi/v1.json for its form."),
        OperationCanceledException => new Problem(ErrorId.OperationTimeout,
            "The request took too long and was given up. Ask again with the same Idempotency-Key."),
        _ => null,
    };

    /// <summary>The problem of a fault of the server's own.</summary>
    public static Problem Failed(string requestId) =>
        new(ErrorId.ServerFailed, $"The server failed. Its log says why, at request {requestId}.");

    private Problem Failed(HttpContext context, Exception fault)
    {
        LogFault(log, context.TraceIdentifier, context.Request.Method, context.Request.Path.Value ?? "", fault);
        return Failed(context.TraceIdentifier);
    }

    private static Problem StatusProblem(HttpContext context)
    {
        var request = context.Request;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Problem(ErrorId.RouteNotFound,
                $"The server has no {Shortened(request.Path.Value ?? "/")}. See /openapi/v1.json for what it has."),
            StatusCodes.Status405MethodNotAllowed => new Problem(
                ErrorId.MethodNotAllowed,
                $"{Shortened(request.Path.Value ?? "/")} does not take {Shortened(request.Method)}. It "
                + $"takes {context.Response.Headers.Allow}."),
            _ => new Problem(ErrorId.RequestMalformed, context.Features.Get<IHttpResponseFeature>()?.ReasonPhrase
                ?? "The request was refused. See /openapi/v1.json for its form."),
        };
    }

    private static string Shortened(string text) =>
        new([.. text.TrimEnd('.').Take(300).Select(static c => char.IsControl(c) ? ' ' : c)]);
}
