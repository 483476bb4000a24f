using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Newtonsoft.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Answers as JSON, written as the store writes its records.</summary>
internal static class JsonAnswer
{
    private const int BlockLength = 4000;
    private const string ContentType = "application/json; charset=utf-8";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync(HttpContext context, int status, Action<JsonTextWriter> write, string contentType = ContentType)
    {
        var text = ToText(write);
        var body = Begin(context, status, Utf8.GetByteCount(text), contentType);
        Utf8.GetBytes(text, body);
        return body.FlushAsync(context.RequestAborted).AsTask();
    }

    /// <summary>Writes an answer that is in pieces.</summary>
    public static Task WriteAsync(HttpContext context, List<byte[]> pieces)
    {
        int length = 0;
        foreach (var piece in pieces) length += piece.Length;
        var body = Begin(context, StatusCodes.Status200OK, length, ContentType);

        // In blocks: to ask the writer for room costs more than a small piece.
        for (int next = 0; next < pieces.Count;)
        {
            var block = body.GetSpan(Math.Max(BlockLength, pieces[next].Length));
            int filled = 0;
            while (next < pieces.Count && pieces[next].AsSpan().TryCopyTo(block[filled..])) filled += pieces[next++].Length;
            body.Advance(filled);
        }

        return body.FlushAsync(context.RequestAborted).AsTask();
    }

    /// <summary>The JSON that something writes, as it is sent.</summary>
    public static byte[] ToBytes(Action<JsonTextWriter> write) => Utf8.GetBytes(ToText(write));

    /// <summary>The JSON that something writes.</summary>
    public static string ToText(Action<JsonTextWriter> write)
    {
        var text = new StringWriter(new StringBuilder(512), CultureInfo.InvariantCulture);
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.None,
            Culture = CultureInfo.InvariantCulture }) write(json);
        return text.ToString();
    }

    private static PipeWriter Begin(HttpContext context, int status, int length, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = length;
        return context.Response.BodyWriter;
    }
}
