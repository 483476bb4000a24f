using PassthroughTools.ControlPlane.Tests.Http.Support;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>
/// Sends requests one after the other, over a connection that is kept for as long as the server keeps it, and judges the answers.
/// </summary>
internal sealed class FuzzWorker : IDisposable
{
    private const int MaxChecked = 200_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>What Kestrel answers for itself, without a body, to what never reaches the application.</summary>
    private static readonly int[] OfKestrel = [400, 405, 408, 411, 413, 414, 417, 431, 501, 505];

    private readonly HttpLab lab;
    private readonly ApiDocument document;
    private readonly FuzzRandom random;
    private readonly RequestFuzzer requests;
    private readonly BrokenHttp broken;
    private RawConnection? connection;

    public FuzzWorker(HttpLab lab, ApiDocument document, byte[] backup, int seed)
    {
        this.lab = lab;
        this.document = document;
        random = new FuzzRandom(seed);
        requests = new RequestFuzzer(random, lab.Tokens, backup);
        broken = new BrokenHttp(random, requests, lab.Tokens.Admin.Bearer);
    }

    /// <summary>The routes and statuses that answers were held against the document for.</summary>
    public HashSet<(string Route, int Status)> Routes { get; } = [];

    /// <summary>How many answers there were by status; 0 is none.</summary>
    public int[] Statuses { get; } = new int[600];

    /// <summary>Sends requests.</summary>
    /// <exception cref="InvalidDataException">An answer is wrong; the message has the request.</exception>
    public async Task RunAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var request = random.In(12) ? broken.Next() : requests.Next();
            try
            {
                if (request.IsBroken) await SendBrokenAsync(request);
                else await SendAsync(request);
            }
            catch (Exception e)
            {
                throw new InvalidDataException(FormattableString.Invariant($"Request {i}: {e.Message}\n{request}"), e);
            }
        }
    }

    public void Dispose() => connection?.Dispose();

    private async Task SendAsync(FuzzRequest request)
    {
        for (int tries = 0; ; tries++)
        {
            bool isNew = connection is null;
            connection ??= await RawConnection.OpenAsync(lab.Address);
            if (await TrySendAsync(connection, request) && await connection.ReadAsync(Patience, request.IsHead) is { } answer)
            {
                Judge(answer, request);
                if (MustClose(answer, request)) Close();
                return;
            }

            // A connection that was kept may have been closed before the request came; a new one must have an answer.
            Close();
            if (isNew || tries > 2) throw new InvalidDataException("There is no answer.");
        }
    }

    private async Task SendBrokenAsync(FuzzRequest request)
    {
        using var single = await RawConnection.OpenAsync(lab.Address);
        if (await TrySendAsync(single, request)) single.EndSending();
        for (int answers = 0; answers < 10 && await single.ReadAsync(Patience, request.IsHead) is { } answer; answers++)
        {
            Judge(answer, request);
            if (answer.MediaType == "text/event-stream" || request.IsHead) return;
        }
    }

    private static async Task<bool> TrySendAsync(RawConnection to, FuzzRequest request)
    {
        try
        {
            await to.SendAsync(request.Bytes);
            return true;
        }
        catch (IOException)
        {
            return request.Bytes.Length > 0;
        }
    }

    private void Judge(Answer answer, FuzzRequest request)
    {
        Statuses[answer.Status]++;
        if (answer["X-Request-Id"] is null)
        {
            if (!OfKestrel.Contains(answer.Status) || answer.Body.Length > 0)
                throw new InvalidDataException($"Kestrel answers {answer}");
            return;
        }

        if (answer.Status >= 500 && answer.Status != 501) throw new InvalidDataException($"The server failed: {answer}");

        // What is compressed, since it was asked for so, was judged as it is when it was not.
        if (request.IsHead || answer["Content-Encoding"] is not null) return;
        if (answer.Status >= 400)
        {
            if (answer.MediaType != "application/problem+json") throw new InvalidDataException($"This is no problem: {answer}");
            if (document.Faults(answer.Json, "Problem") is { Count: > 0 } faults)
                throw new InvalidDataException($"The problem is not as it should be, {string.Join(", ", faults)}: {answer}");
            if (answer.Json.GetProperty("status").GetInt32() != answer.Status)
                throw new InvalidDataException($"The problem has another status: {answer}");
        }

        // The answer of a route is one that the document has there, whatever it was asked with.
        if (request.Method is not { } method || document.RouteOf(method, request.Target) is not { } route) return;
        Routes.Add((route, answer.Status));
        if (answer.Body.Length < MaxChecked && document.Faults(method, route, answer) is { Count: > 0 } wrong)
            throw new InvalidDataException(
                $"The answer of {method} {route} is not as the document says, {string.Join(", ", wrong.Take(5))}: {answer}");
    }

    private static bool MustClose(Answer answer, FuzzRequest request) =>
        answer.MediaType == "text/event-stream" || request.IsBroken
            || answer["Connection"]?.Contains("close", StringComparison.OrdinalIgnoreCase) == true
            || answer["X-Request-Id"] is null;

    private void Close()
    {
        connection?.Dispose();
        connection = null;
    }
}
