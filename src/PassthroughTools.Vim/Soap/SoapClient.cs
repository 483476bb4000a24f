using System.Net;
using System.Net.Http.Headers;
using System.Xml;
using PassthroughTools.Vim.Xml;
using VMware.Vim;

namespace PassthroughTools.Vim.Soap;

/// <summary>
/// Calls methods of a vSphere's managed objects. A call is sent once: whether one that got no answer is asked again is for those
/// to decide who know whether it changes something.
/// </summary>
internal sealed class SoapClient : IDisposable
{
    /// <summary>The cookie by which a server knows a session.</summary>
    public const string SessionCookie = "vmware_soap_session";

    private readonly HttpClient http;
    private readonly Uri address;
    private readonly SoapLimits limits;
    private volatile string? session;

    /// <param name="handler">
    /// What sends: it decides about certificates and proxies, keeps no cookies and follows no redirection, which would take a
    /// password to somebody else. The client owns it.
    /// </param>
    /// <param name="address">The server's endpoint, such as https://vcenter.example.com/sdk.</param>
    /// <param name="limits">What an answer may take.</param>
    public SoapClient(HttpMessageHandler handler, Uri address, SoapLimits limits)
    {
        this.address = address;
        this.limits = limits;
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("PassthroughTools", typeof(SoapClient).Assembly.GetName().Version.ToString(3)));
    }

    /// <summary>
    /// The id of the session that calls belong to, as the server gave it in its cookie; null before one has begun.
    /// </summary>
    public string? Session
    {
        get => session;
        set => session = value;
    }

    /// <summary>
    /// The API's version that is asked for, such as 8.0.2.0: an older server answers as its own; null for the server's.
    /// </summary>
    public string? Version { get; set; }

    /// <summary>Calls a method that returns one value or none.</summary>
    /// <exception cref="VimFaultException">The server answered a fault.</exception>
    /// <exception cref="VimAnswerException">It is no vSphere, or its answer is too long or broken off.</exception>
    /// <exception cref="HttpRequestException">There is no connection to it, or it broke.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<T?> CallAsync<T>(
        ManagedObjectReference self, string method, CancellationToken cancellationToken, params SoapArgument[] arguments)
        where T : class =>
        (await ListAsync<T>(self, method, cancellationToken, arguments).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Calls a method that returns a list.</summary>
    /// <inheritdoc cref="CallAsync{T}"/>
    public async Task<List<T>> ListAsync<T>(
        ManagedObjectReference self, string method, CancellationToken cancellationToken, params SoapArgument[] arguments) =>
        [.. (await ListAsync(self, method, typeof(T), cancellationToken, arguments).ConfigureAwait(false)).Cast<T>()];

    /// <summary>Calls a method that returns values of a type.</summary>
    /// <inheritdoc cref="CallAsync{T}"/>
    public async Task<List<object>> ListAsync(
        ManagedObjectReference self, string method, Type returned, CancellationToken cancellationToken,
        params SoapArgument[] arguments)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.Time);
        using var request = Request(SoapEnvelope.Request(self, method, arguments));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .ConfigureAwait(false);
            Check(response);
            Keep(response);
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);

            // A reader that waits for a stream knows no cancellation: what it waits for is closed.
            using (patience.Token.Register(static state => ((Stream)state!).Dispose(), stream))
                return await Task.Run(() => Answer(stream, method, returned), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not VimFaultException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not VimFaultException && patience.IsCancellationRequested)
        {
            throw new TimeoutException(
                FormattableString.Invariant($"It did not answer {method} within {limits.Time.TotalSeconds} s."), e);
        }
        catch (XmlException e)
        {
            throw new VimAnswerException(FormattableString.Invariant(
                $"Its answer to {method} cannot be read from line {e.LineNumber}, position {e.LinePosition} on: ")
                + "it is not well-formed XML, has a DTD, or is too long.", e);
        }
        catch (IOException e)
        {
            throw new HttpRequestException($"The connection broke in the middle of the answer to {method}.", e);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Reads an answer; a reader waits for its first characters when it is made.</summary>
    private List<object> Answer(Stream stream, string method, Type returned)
    {
        using var reader = VimXmlReader.Open(stream, limits.Characters);
        return SoapEnvelope.Answer(reader, method, returned);
    }

    private HttpRequestMessage Request(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("SOAPAction", $"\"{VimNamespaces.Vim}{(Version is null ? "" : "/" + Version)}\"");
        if (session is { } id) request.Headers.Add("Cookie", $"{SessionCookie}={id}");
        return request;
    }

    /// <summary>An answer and a fault are XML, with 200 and 500; whatever else comes is of somebody else.</summary>
    private static void Check(HttpResponseMessage response)
    {
        bool isXml = response.Content.Headers.ContentType?.MediaType?.EndsWith("xml", StringComparison.OrdinalIgnoreCase) == true;
        if (isXml && response.StatusCode is HttpStatusCode.OK or HttpStatusCode.InternalServerError) return;
        if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout)
            throw new VimAnswerException($"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd(), isOutOfService: true);
        throw new VimAnswerException(
            $"It answered {(int)response.StatusCode} {response.ReasonPhrase}"
            + $"{(isXml ? "" : $" with {response.Content.Headers.ContentType?.MediaType ?? "nothing"}")}, which no vSphere "
            + "does.");
    }

    private void Keep(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var cookies)) return;
        foreach (var cookie in cookies)
        {
            if (!cookie.StartsWith(SessionCookie + "=", StringComparison.Ordinal)) continue;
            session = cookie.Substring(SessionCookie.Length + 1).Split(';')[0];
        }
    }
}
