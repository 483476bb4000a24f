using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using PassthroughTools.Errors;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>
/// Requests to a control plane. One that gets no answer, or that the server cannot take now, is sent again with the same
/// Idempotency-Key, so that it is carried out once.
/// </summary>
internal sealed class ControlPlaneHttp : IDisposable
{
    private const long MaxAnswer = 1L << 30;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(2);

    // Whoever connects waits at the prompt, perhaps with a wrong address.
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    private readonly ControlPlaneOptions options;
    private readonly ServerCertificate certificate;
    private readonly ServerProxy proxy;
    private readonly HttpClient client;
    private readonly Random random = new();

    public ControlPlaneHttp(ControlPlaneOptions options)
    {
        this.options = options;
        certificate = new ServerCertificate(options.SkipCertificateCheck, options.CertificateThumbprint);
        var address = options.Address;
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new PassthroughException(
                ErrorId.CertificateUntrusted,
                $"'{options.Name}' would get the token in the clear. Use its https address; http is for a server on this "
                + "machine only.", options.Name);
        }

        proxy = new ServerProxy(address, options.NoProxy);
        client = new HttpClient(certificate.Handler(proxy))
        {
            BaseAddress = new Uri(options.Name + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswer,
        };
        var headers = client.DefaultRequestHeaders;
        headers.Authorization = options.User is { } user
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Token}")))
            : new AuthenticationHeaderValue("Bearer", options.Token);
        headers.UserAgent.Add(
            new ProductInfoHeaderValue("PassthroughTools", typeof(ControlPlaneHttp).Assembly.GetName().Version.ToString(3)));
        headers.TryAddWithoutValidation("X-Client-Machine", Environment.MachineName);
    }

    /// <summary>For how long a server that does not answer is asked again.</summary>
    public TimeSpan Patience { get; set; } = ConnectPatience;

    /// <summary>Sends another token from now on.</summary>
    public void UseToken(string token) =>
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    /// <summary>The text of an answer; null where it has none.</summary>
    /// <exception cref="PassthroughException">It is refused, or the server does not answer.</exception>
    public Task<string?> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync($"GET /{path}", () => new HttpRequestMessage(HttpMethod.Get, path), changes: false, cancellationToken);

    /// <summary>The text of the answer to an operation.</summary>
    /// <exception cref="PassthroughException">It is refused, or the server does not answer.</exception>
    public Task<string?> PostAsync(string path, string body, string key, long? ifRevision, CancellationToken cancellationToken) =>
        SendAsync(
        $"POST /{path}",
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post,
                path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", key);
            if (ifRevision is { } revision)
                request.Headers.IfMatch.Add(new EntityTagHeaderValue(FormattableString.Invariant($"\"{revision}\"")));
            return request;
        },
        changes: true,
        cancellationToken);

    /// <summary>An answer that goes on for as long as it is read.</summary>
    /// <exception cref="PassthroughException">It is refused, or the server does not answer.</exception>
    public Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken) => RetryAsync(
        $"GET /{path}",
        async attempt =>
        {
            var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, path),
                HttpCompletionOption.ResponseHeadersRead, attempt).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw Answered(response, await response.Content.ReadAsStringAsync().ConfigureAwait(false));
        },
        changes: false,
        cancellationToken);

    public void Dispose() => client.Dispose();

    private Task<string?> SendAsync(
        string what, Func<HttpRequestMessage> make, bool changes, CancellationToken cancellationToken) => RetryAsync(
        what,
        async attempt =>
        {
            var watch = Stopwatch.StartNew();
            using var request = make();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, attempt)
                .ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
            var trace = BackendTrace.Current;
            trace?.Say($"{what}: {(int)response.StatusCode} {response.StatusCode} in {watch.ElapsedMilliseconds} ms");
            trace?.Show($"Answer to {what}", () => text);
            if (!response.IsSuccessStatusCode) throw Answered(response, text);
            return response.StatusCode == HttpStatusCode.NoContent ? null : text;
        },
        changes,
        cancellationToken);

    private async Task<T> RetryAsync<T>(
        string what, Func<CancellationToken, Task<T>> send, bool changes, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        var began = DateTime.Now;
        var longest = options.Timeout > Patience ? options.Timeout : Patience;
        var trace = BackendTrace.Current;
        bool mayHaveArrived = false;
        for (int tries = 0; ; tries++)
        {
            Exception why;
            TimeSpan? asked = null;
            using (var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                // Whenever a try begins, none lasts longer than the first one may, or the patience.
                var left = longest - waited.Elapsed;
                attempt.CancelAfter(left < options.Timeout ? left > TimeSpan.Zero ? left : TimeSpan.Zero : options.Timeout);
                try
                {
                    var result = await send(attempt.Token).ConfigureAwait(false);
                    if (trace is not null) trace.Again = null;
                    return result;
                }
                catch (ServerProblem problem) when (problem.MayBeRepeated)
                {
                    (why, asked) = (problem, problem.RetryAfter);
                }
                catch (HttpRequestException e) when (certificate.Fault is not null)
                {
                    throw certificate.Refusal(options.Name, e);
                }
                catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    why = e;
                }
            }

            mayHaveArrived |= !IsNotConnected(why);
            var pause = asked ?? Pause(tries);
            if (waited.Elapsed + pause > Patience)
            {
                if (trace is not null) trace.Again = null;
                throw GivenUp(why, waited.Elapsed, changes && mayHaveArrived);
            }

            var answer = why is ServerProblem ? "not now" : $"no answer ({proxy.Words(why)})";
            trace?.Say($"{what}: {answer}; asked again in {pause.TotalMilliseconds:0} ms");
            if (trace is not null) trace.Again = new BackendTrace.Retrying(options.Name, began + Patience);
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    // Doubling, with jitter: clients that lost a server together do not come back together.
    private TimeSpan Pause(int tries)
    {
        double most = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(tries, 10)), LongestPause.TotalMilliseconds);
        lock (random) return TimeSpan.FromMilliseconds(most * (0.5 + (random.NextDouble() / 2)));
    }

    private ServerProblem Answered(HttpResponseMessage response, string text)
    {
        var after = response.Headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
        return ServerProblem.Of(options.Name, (int)response.StatusCode, text, wait > TimeSpan.Zero ? wait : null);
    }

    private Exception GivenUp(Exception why, TimeSpan waited, bool inDoubt) => why switch
    {
        ServerProblem problem => problem,
        OperationCanceledException => new PassthroughException(
            ErrorId.OperationTimeout,
            FormattableString.Invariant($"'{options.Name}' gave no answer{proxy.Way} in {waited.TotalSeconds:0.#} s. ")
            + (inDoubt
                ? "Whether the change was made is not known: see Get-PassthroughEvent when the server answers again."
                : "Check that the server is well, and try again."),
            options.Name,
            why),
        _ => new PassthroughException(
            ErrorId.ServerUnreachable,
            FormattableString.Invariant($"'{options.Name}' cannot be reached{proxy.Way}: {proxy.Words(why)}. ")
            + FormattableString.Invariant($"It was tried for {waited.TotalSeconds:0.#} s. {proxy.Advice(why)}")
            + (inDoubt ? "; the change may have been made: see Get-PassthroughEvent then." : "."),
            options.Name,
            proxy.Shown(why)),
    };

    /// <summary>Whether there was no connection, so that nothing was sent.</summary>
    private static bool IsNotConnected(Exception why) =>
        why.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound };
}
