using System.Globalization;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Authorization;

/// <summary>Failed attempts are limited, and who has a good token does not mind.</summary>
public sealed class FailureLimitTests : IAsyncLifetime
{
    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync(sample: false);

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Theory]
    [InlineData("malformed")]
    [InlineData("wrong secret")]
    [InlineData("wrong name")]
    public async Task After_ten_failures_the_next_answers_are_429_until_the_time_in_it_is_over(string kind)
    {
        var attempt = kind switch
        {
            "malformed" => "Bearer nonsense",
            "wrong secret" => lab.Tokens.Admin.WrongBearer,
            _ => lab.Tokens.Admin.Basic("reader"),
        };
        for (int i = 0; i < 10; i++) (await AskAsync(attempt)).Status.ShouldBe(401);
        foreach (var path in (string[])["/api/v1/hosts", "/metrics", "/api/v1/refusals"])
        {
            var limited = await lab.SendAsync("GET", path, attempt, null);
            limited.Status.ShouldBe(429);
            limited.ProblemId.ShouldBe(nameof(ErrorId.TooManyRequests));
            limited["WWW-Authenticate"].ShouldBeNull();
        }

        int wait = int.Parse((await AskAsync(attempt))["Retry-After"]!, CultureInfo.InvariantCulture);
        wait.ShouldBe(6);
        lab.Clock.Advance(TimeSpan.FromSeconds(wait - 1));
        (await AskAsync(attempt)).Status.ShouldBe(429);
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        (await AskAsync(attempt)).Status.ShouldBe(401);
        (await AskAsync(attempt)).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Whoever_has_a_good_token_is_let_in_for_the_first_time_too_and_routes_without_a_token_answer()
    {
        for (int i = 0; i < 12; i++) await AskAsync("Bearer nonsense");
        (await AskAsync("Bearer nonsense")).Status.ShouldBe(429);
        (await AskAsync(lab.Tokens.Reader.Bearer)).Status.ShouldBe(200);
        (await AskAsync(lab.Tokens.Operator.Basic())).Status.ShouldBe(200);
        foreach (var open in (string[])["/healthz", "/readyz", "/", "/openapi/v1.json"])
            (await lab.SendAsync("GET", open, "Bearer nonsense", null)).Status.ShouldBe(200);
        (await AskAsync(null)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Requests_without_a_token_are_no_failed_attempts()
    {
        for (int i = 0; i < 30; i++) (await AskAsync(null)).Status.ShouldBe(401);
        (await AskAsync(lab.Tokens.Reader.Bearer)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_token_that_is_revoked_or_expires_is_good_for_no_further_request_of_the_same_connection()
    {
        (await AskAsync(lab.Tokens.Reader.Bearer)).Status.ShouldBe(200);
        lab.Clock.Advance(TimeSpan.FromDays(1));
        (await AskAsync(lab.Tokens.Reader.Bearer)).Json.GetProperty("detail").GetString()!.ShouldContain("has expired");
        (await AskAsync(lab.Tokens.Operator.Bearer)).Status.ShouldBe(200);
        lab.Tokens.Source.List = [.. lab.Tokens.Source.List.Select(
            token => token.Role == TokenRole.Operator ? token with { Revoked = lab.Clock.Now } : token)];
        (await AskAsync(lab.Tokens.Operator.Bearer)).Json.GetProperty("detail").GetString()!.ShouldContain("was revoked");
        lab.Tokens.Source.List = [];
        (await AskAsync(lab.Tokens.Admin.Bearer)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_is_revoked()
    {
        using var stream = await EventReader.OpenAsync(lab);
        await lab.PostAsync("""{"operation":"ImportOperation","vmHost":"a","files":[]}""");
        (await stream.ChangesAsync(1)).ShouldBe([1]);
        lab.Tokens.Source.List = [.. lab.Tokens.Source.List.Where(static token => token.Role != TokenRole.Reader)];
        await lab.PostAsync("""{"operation":"ImportOperation","vmHost":"b","files":[]}""");
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task No_problem_tells_a_secret()
    {
        var tokens = lab.Tokens;
        foreach (var token in (TestToken[])[tokens.Expired, tokens.Revoked, TestToken.Make()])
        {
            var answer = await AskAsync(token.Bearer);
            answer.Status.ShouldBe(401);
            answer.Body.ShouldNotContain(token.Secret);
        }

        (await AskAsync(tokens.Admin.WrongBearer)).Body.ShouldNotContain(tokens.Admin.Stored.Id);
        (await lab.GetAsync("/api/v1/refusals")).Body.ShouldNotContain("ptt_" + tokens.Expired.Stored.Id);
        lab.Log.ShouldBeEmpty();
    }

    private Task<Answer> AskAsync(string? authorization) => lab.SendAsync("GET", "/api/v1/session", authorization, null);
}
