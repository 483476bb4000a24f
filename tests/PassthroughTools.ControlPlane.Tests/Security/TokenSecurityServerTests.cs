using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

/// <summary>The handler and the policies, under Kestrel on a loopback port.</summary>
public sealed class TokenSecurityServerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new ManualClock().Now;
    private readonly TestToken[] good =
        [.. Enum.GetValues<TokenRole>().Select(static role => TestToken.Make(role, role.Text(), expires: Start.AddDays(1)))];
    private readonly TestToken expired = TestToken.Make(TokenRole.Admin, "expired",
        expires: Start), revoked = TestToken.Make(TokenRole.Admin, "revoked", revoked: Start);
    private readonly TokensInMemory tokens;
    private TinyServer server = null!;

    public TokenSecurityServerTests() => tokens = new TokensInMemory([.. good, expired, revoked]);

    public async Task InitializeAsync() => server = await TinyServer.Start(tokens);

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("reader", "Reader", true)]
    [InlineData("reader", "Operator", false)]
    [InlineData("reader", "Admin", false)]
    [InlineData("operator", "Reader", true)]
    [InlineData("operator", "Operator", true)]
    [InlineData("operator", "Admin", false)]
    [InlineData("admin", "Reader", true)]
    [InlineData("admin", "Operator", true)]
    [InlineData("admin", "Admin", true)]
    public async Task A_role_may_do_what_it_and_lower_ones_may(string role, string policy, bool allowed)
    {
        var token = good.Single(token => token.Stored.Name == role);
        foreach (var header in (string[])[token.Bearer, token.Basic()])
        {
            using var response = await server.Get(policy, header);
            if (allowed)
            {
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                (await response.Content.ReadAsStringAsync()).ShouldBe(
                    new TokenIdentity(token.Stored.Id, role, token.Stored.Role, Start.AddDays(1)).ToString());
                continue;
            }

            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            response.Headers.WwwAuthenticate.ShouldBeEmpty();
            problem.GetProperty("id").GetString().ShouldBe("AccessDenied");
            problem.GetProperty("detail").GetString()!.ShouldContain(
                $"'{role}' has the role {role}; this needs {policy.ToLowerInvariant()}");
            server.Refusals.Recorded.Last().Actor.ShouldBe(role);
        }

        server.Refusals.Recorded.Count.ShouldBe(allowed ? 0 : 2);
    }

    [Theory]
    [InlineData("Reader")]
    [InlineData("Operator")]
    [InlineData("Admin")]
    public async Task Nobody_may_do_anything(string policy)
    {
        await Refused(policy, null, "needs a token", isSent: false);
        await Refused(policy, "Bearer nonsense", "is not a token");
        await Refused(policy, good[2].WrongBearer, "not good here");
        await Refused(policy, TestToken.Make().Bearer, "not good here");
        await Refused(policy, good[2].Basic("other"), "not good here");
        foreach (var (token, words) in ((TestToken, string)[])[(expired, "has expired"), (revoked, "was revoked")])
        {
            await Refused(policy, token.Bearer, words);
            await Refused(policy, token.Basic(), words);
        }

        server.Refusals.Recorded.ShouldAllBe(
            static refusal => refusal.Id == ErrorId.AuthenticationFailed && refusal.Actor == null);
        server.Refusals.Recorded.Count.ShouldBe(9);
    }

    [Fact]
    public async Task What_needs_no_token_is_open_to_everybody()
    {
        foreach (var header in (string?[])[null, "Bearer nonsense", good[0].WrongBearer, expired.Bearer, good[0].Bearer])
        {
            using var response = await server.Get("Open", header);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        server.Refusals.Recorded.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_ten_failures_the_answer_is_429_until_the_time_in_it_is_over()
    {
        using var known = await server.Get("Reader", good[0].Bearer);
        for (int i = 0; i < 10; i++)
        {
            using var failed = await server.Get("Reader", good[1].WrongBearer);
            failed.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var limited = await server.Get("Reader", good[1].WrongBearer);
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(6));
        limited.Headers.WwwAuthenticate.ShouldBeEmpty();
        (await limited.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString().ShouldBe("TooManyRequests");

        foreach (var right in good)
        {
            using var still = await server.Get("Reader", right.Bearer);
            still.StatusCode.ShouldBe(HttpStatusCode.OK, "known or not");
        }

        server.Clock.Advance(TimeSpan.FromSeconds(6));
        using var after = await server.Get("Reader", good[1].WrongBearer);
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_is_revoked_or_expires_is_refused_from_then_on()
    {
        using var before = await server.Get("Admin", good[2].Bearer);
        before.StatusCode.ShouldBe(HttpStatusCode.OK);

        tokens.List = [good[2].Stored with { Revoked = Start }];
        await Refused("Admin", good[2].Bearer, "was revoked");

        tokens.List = [good[2].Stored];
        server.Clock.Advance(TimeSpan.FromDays(1));
        await Refused("Admin", good[2].Bearer, "has expired");
    }

    [Fact]
    public async Task Where_the_tokens_cannot_be_read_the_answer_is_503_and_the_log_says_why()
    {
        tokens.Failure = new PassthroughException(ErrorId.StoreCorrupt, "Token file '/srv/lab.tokens.json' is damaged.");

        using var response = await server.Get("Reader", good[0].Bearer);

        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        body.ShouldContain("TokensUnavailable");
        body.ShouldNotContain("/srv");
        server.Log.Lines.ShouldContain(
            static line => line.StartsWith("Error: ", StringComparison.Ordinal)
                && line.Contains("/srv/lab.tokens.json", StringComparison.Ordinal));
        using var open = await server.Get("Open");
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Neither_the_log_nor_a_refusal_has_a_secret_in_it()
    {
        TestToken[] all = [.. good, expired, revoked];
        foreach (var token in all)
        {
            foreach (var header in (string[])[token.Bearer, token.Basic(), token.Basic("other"), "Bearer  " + token.Text + "x"])
            {
                using var response = await server.Get("Admin", header);
                var body = await response.Content.ReadAsStringAsync();
                body.ShouldNotContain(token.Secret);
                response.ToString().ShouldNotContain(token.Secret);
            }
        }

        var log = string.Join('\n', server.Log.Lines);
        log.ShouldNotBeEmpty();
        foreach (var token in all) log.ShouldNotContain(token.Secret);
    }

    private async Task Refused(string policy, string? header, string words, bool isSent = true)
    {
        using var response = await server.Get(policy, header);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, words);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.WwwAuthenticate.Select(static challenge => challenge.Scheme).ShouldBe(["Bearer", "Basic"]);
        response.Headers.WwwAuthenticate.First().Parameter!.Contains("invalid_token", StringComparison.Ordinal).ShouldBe(isSent);
        problem.GetProperty("id").GetString().ShouldBe("AuthenticationFailed");
        problem.GetProperty("detail").GetString()!.ShouldContain(words);
    }
}
