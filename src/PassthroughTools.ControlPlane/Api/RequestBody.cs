using System.IO.Pipelines;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Reads what a client sends piece by piece.</summary>
internal static class RequestBody
{
    /// <summary>Writes a body as it comes.</summary>
    /// <exception cref="PassthroughException">RequestMalformed: it cannot be read.</exception>
    public static async Task CopyToAsync(HttpContext context, Stream target)
    {
        while (true)
        {
            var read = await ReadAsync(context);
            foreach (var piece in read.Buffer) await target.WriteAsync(piece, context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    /// <summary>Reads the next piece of a body.</summary>
    /// <exception cref="PassthroughException">RequestMalformed: it cannot be read.</exception>
    public static async Task<ReadResult> ReadAsync(HttpContext context)
    {
        try
        {
            return await context.Request.BodyReader.ReadAsync(context.RequestAborted);
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
