using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>
/// Compresses long answers for who asks for it. Over TLS too: their lengths tell nothing of a secret (the attack BREACH), for no
/// long answer has a token in it, and no browser sends one by itself. An event stream has no length, and is left as it is.
/// </summary>
internal sealed class AnswerCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    // What fits into a few packets does not get there sooner.
    private const long Least = 4096;

    /// <inheritdoc/>
    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength >= Least && base.ShouldCompressResponse(context);

    /// <inheritdoc/>
    public override ICompressionProvider? GetCompressionProvider(HttpContext context)
    {
        // A strong tag is of one sequence of bytes (RFC 9110, section 8.8.1).
        var found = base.GetCompressionProvider(context);
        var headers = context.Response.Headers;
        if (found is not null && headers.ETag.ToString() is ['"', ..] tag) headers.ETag = $"W/{tag}";
        return found;
    }

    /// <summary>Adds it to the services.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddResponseCompression(static compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = ["application/json", "text/html", "text/javascript", "text/css", "image/svg+xml"];
        });
        services.Configure<GzipCompressionProviderOptions>(static gzip => gzip.Level = CompressionLevel.Fastest);
        services.Configure<BrotliCompressionProviderOptions>(static brotli => brotli.Level = CompressionLevel.Fastest);
        services.AddSingleton<IResponseCompressionProvider, AnswerCompression>();
    }
}
