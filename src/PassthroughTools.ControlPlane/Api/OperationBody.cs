using System.Text;
using Microsoft.AspNetCore.Http.Features;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// What a client sent as an operation. Of what is no administrator's import no more than 1 MB is read; a longer import waits in a
/// file until it is its turn.
/// </summary>
internal sealed class OperationBody : IDisposable
{
    /// <summary>The longest operation that is no import: with the longest text, and every character of it escaped, it is far
    /// below.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>The longest import.</summary>
    public const long MaxImport = 64 * 1024 * 1024;

    // What there may be one of for each connection.
    private const int ShortLength = 16 * 1024;

    private const string Import = nameof(ImportOperation);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly BodyPlaces places;
    private readonly MemoryStream start;
    private FileStream? spool;
    private IDisposable? held, kept, parsing;

    private OperationBody(BodyPlaces places, long? length)
    {
        this.places = places;

        // What was announced may not come: of a long one there is room when it does.
        start = new MemoryStream(length is >= 0 and <= ShortLength ? (int)length : ShortLength);
    }

    /// <summary>Whether it is an import.</summary>
    public bool IsImport => Name == Import;

    /// <summary>The operation's name, be there such or not.</summary>
    private string Name { get; set; } = "";

    /// <summary>Reads a body as it comes, until it is known to be too long or another's.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isAdmin">Whether it may be a long import.</param>
    /// <param name="places">The places of long bodies.</param>
    /// <param name="stopping">Cancelled when the server stops.</param>
    /// <exception cref="PassthroughException">MediaTypeNotSupported, RequestTooLarge, ServerBusy.</exception>
    public static async Task<OperationBody> ReadAsync(
        HttpContext context, bool isAdmin, BodyPlaces places, CancellationToken stopping)
    {
        if (!context.Request.HasJsonContentType() || context.Request.Headers.ContentEncoding.Count > 0)
            throw new PassthroughException(
                ErrorId.MediaTypeNotSupported,
                "The body must be application/json in UTF-8, without a content coding. Set Content-Type: application/json and no "
                + "Content-Encoding.");
        if (isAdmin) context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxImport;
        var body = new OperationBody(places, context.Request.ContentLength);
        try
        {
            await body.FillAsync(context, stopping);
            if (body.Name.Length == 0) body.Name = OperationJson.NameIn(body.Open());
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The operation, when it is its turn to be parsed.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public async Task<Operation> ParseAsync(CancellationToken cancellationToken)
    {
        if (held is not null) parsing = await places.ParseAsync(spool is not null, cancellationToken);
        try
        {
            return OperationJson.Read(Open);
        }
        finally
        {
            // What was made of the longest is many times as large as they are: the next one waits until this one is answered.
            if (spool is null) parsing?.Dispose();
        }
    }

    public void Dispose()
    {
        spool?.Dispose();
        held?.Dispose();
        kept?.Dispose();
        parsing?.Dispose();
    }

    private StreamReader Open()
    {
        Stream text = spool is not null ? spool : start;
        text.Position = 0;
        return new StreamReader(text, Utf8, detectEncodingFromByteOrderMarks: false, bufferSize: -1, leaveOpen: true);
    }

    private async Task FillAsync(HttpContext context, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        while (true)
        {
            var read = await RequestBody.ReadAsync(context, ended.Token);
            foreach (var piece in read.Buffer)
            {
                if (spool is null) start.Write(piece.Span);
                else await SpoolFile.GuardedAsync(() => spool.WriteAsync(piece, ended.Token));
            }

            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            try
            {
                if (spool is null && start.Length > ShortLength && held is null)
                {
                    held = places.TakeLong();
                    start.Capacity = (int)Math.Min(context.Request.ContentLength ?? 0, MaxLength) switch
                    {
                        var announced when announced > start.Capacity => announced,
                        _ => start.Capacity,
                    };
                }

                if (spool is null && start.Length > MaxLength) await SpoolAsync();
            }
            catch (PassthroughException)
            {
                // What comes after a body that was not read to its end is no request.
                context.Response.Headers.Connection = "close";
                throw;
            }

            if (read.IsCompleted) return;
        }
    }

    private async Task SpoolAsync()
    {
        Name = StartsAsImport() ? Import : throw new PassthroughException(
            ErrorId.RequestTooLarge,
            "The request is longer than 1 MB. Shorten it, or make several requests. Only an import may be longer, with \"operation\" "
            + "as its first property.");
        kept = places.TakeSpooled();
        spool = SpoolFile.Create();
        await SpoolFile.GuardedAsync(() => spool.WriteAsync(start.GetBuffer().AsMemory(0, (int)start.Length)));
        start.SetLength(0);
        start.Capacity = 0;
    }

    private bool StartsAsImport()
    {
        try
        {
            start.Position = 0;
            using var text = new StreamReader(start, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: -1,
                leaveOpen: true);
            return OperationJson.NameIn(text) == Import;
        }
        catch (Exception e) when (e is FormatException or Newtonsoft.Json.JsonException)
        {
            // Its name comes later, or never.
            return false;
        }
        finally
        {
            start.Position = start.Length;
        }
    }
}
