using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Answers as JSON, written as the store writes its records.</summary>
internal static class JsonAnswer
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync(HttpContext context, int status, Action<JsonTextWriter> write, string contentType = "application/json; charset=utf-8")
    {
        var text = ToText(write);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = Utf8.GetByteCount(text);
        var body = context.Response.BodyWriter;
        Utf8.GetBytes(text, body);
        return body.FlushAsync(context.RequestAborted).AsTask();
    }

    /// <summary>The JSON that something writes.</summary>
    public static string ToText(Action<JsonTextWriter> write)
    {
        var text = new StringWriter(new StringBuilder(512), CultureInfo.InvariantCulture);
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.None, Culture = CultureInfo.InvariantCulture }) write(json);
        return text.ToString();
    }
}
