using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>Holds every answer of a server against its document, and knows which statuses of it have been given.</summary>
internal sealed class AnswerBook(HttpLab lab, ApiDocument document)
{
    private readonly HashSet<(string Method, string Route, int Status)> given = [];

    public HttpLab Lab => lab;

    public ApiDocument Document => document;

    /// <summary>The statuses that the document has and no answer had.</summary>
    public IEnumerable<string> NotGiven =>
        document.Statuses.Where(status => !given.Contains(status))
            .Select(static status => FormattableString.Invariant($"{status.Method} {status.Route} {status.Status}"));

    /// <summary>Asks a GET route with the administrator's token.</summary>
    public Task<Answer> GetAsync(int status, string route, string path, params (string Name, string Value)[] headers) =>
        AskAsync(status, "GET", route, path, lab.Tokens.Admin.Bearer, null, headers);

    /// <summary>Asks for an operation with the administrator's token.</summary>
    public Task<Answer> PostAsync(int status, string body, params (string Name, string Value)[] headers) =>
        AskAsync(status, "POST", "/api/v1/operations", "/api/v1/operations", lab.Tokens.Admin.Bearer, body, headers);

    /// <summary>Asks, and checks the answer.</summary>
    public async Task<Answer> AskAsync(int status, string method, string route, string path, string? authorization, string? body,
        params (string Name, string Value)[] headers) =>
        Check(status, method, route, await lab.HeadOfAsync(method, path, authorization, body, headers));

    /// <summary>Checks an answer that came in another way.</summary>
    public Answer Check(int status, string method, string route, Answer answer)
    {
        answer.Status.ShouldBe(status, $"{method} {route}: {answer}");
        document.Faults(method, route, answer).ShouldBeEmpty($"{method} {route}: {answer}");
        if (answer.MediaType == "application/problem+json") answer.Json.GetProperty("status").GetInt32().ShouldBe(status);
        lock (given) given.Add((method, route, status));
        return answer;
    }
}
