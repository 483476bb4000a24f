using System.IO.Pipelines;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Reads what a client sends piece by piece.</summary>
internal static class RequestBody
{
    /// <summary>Writes a body as it comes.</summary>
    /// <exception cref="PassthroughException">
    /// RequestMalformed: it cannot be read; StoreWriteFailed: it cannot be kept.
    /// </exception>
    /// <param name="context">The request.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="stopping">Cancelled when the server stops.</param>
    public static async Task CopyToAsync(HttpContext context, Stream target, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        while (true)
        {
            var read = await ReadAsync(context, ended.Token);
            foreach (var piece in read.Buffer)
                await SpoolFile.GuardedAsync(() => target.WriteAsync(piece, context.RequestAborted));
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (!read.IsCompleted) continue;
            await SpoolFile.GuardedAsync(() => new ValueTask(target.FlushAsync(context.RequestAborted)));
            return;
        }
    }

    /// <summary>Reads the next piece of a body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ended">Cancelled when the client has gone or the server stops.</param>
    /// <exception cref="PassthroughException">RequestMalformed: it cannot be read; ServerBusy: the server stops.</exception>
    public static async Task<ReadResult> ReadAsync(HttpContext context, CancellationToken ended)
    {
        try
        {
            // Not cancelled by the token: Kestrel, which reads on to the end of the body, would find a read that has no end.
            var body = context.Request.BodyReader;
            using var cancelling = ended.UnsafeRegister(static body => ((PipeReader)body!).CancelPendingRead(), body);
            var read = await body.ReadAsync(CancellationToken.None);
            if (!read.IsCanceled) return read;
            body.AdvanceTo(read.Buffer.End);
            context.RequestAborted.ThrowIfCancellationRequested();
            context.Response.Headers.Connection = "close";
            throw new PassthroughException(
                ErrorId.ServerBusy,
                "The server stops before the whole body came. Nothing was carried out. Send it again with the same key.");
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // What comes after a body that was not read to its end is no request.
            context.Response.Headers.Connection = "close";
            if (fault is OperationCanceledException or BadHttpRequestException
                || context.RequestAborted.IsCancellationRequested) throw;

            // So Kestrel tells of a chunk whose length is no number that it can count to.
            throw new PassthroughException(ErrorId.RequestMalformed,
                $"The body cannot be read: {fault.Message} Send it whole, with Content-Length or in chunks.");
        }
    }
}
