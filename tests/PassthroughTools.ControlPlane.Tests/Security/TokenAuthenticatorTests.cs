using System.Net;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class TokenAuthenticatorTests
{
    private static readonly IPAddress Here = IPAddress.Parse("10.0.0.5"), There = IPAddress.Parse("10.0.0.6");
    private readonly ManualClock clock = new();
    private readonly TestToken token;
    private readonly TokensInMemory tokens;
    private readonly TokenAuthenticator authenticator;

    public TokenAuthenticatorTests()
    {
        token = TestToken.Make(TokenRole.Operator, "anna", expires: clock.Now.AddHours(1));
        tokens = new TokensInMemory(token);
        authenticator = new TokenAuthenticator(tokens, clock);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("Basic")]
    [InlineData("bASIC")]
    public async Task A_good_token_is_its_holder(string scheme)
    {
        var header = scheme + (scheme[1] is 'a' or 'A' ? token.Basic()["Basic".Length..] : token.Bearer["Bearer".Length..]);
        if (scheme[1] == 'E') header = header.Replace(" ", "  ", StringComparison.Ordinal);

        var verdict = await Ask(header);

        verdict.Identity.ShouldBe(new TokenIdentity(token.Stored.Id, "anna", TokenRole.Operator, clock.Now.AddHours(1)));
        (verdict.Refusal, verdict.Detail, verdict.RetryAfter, verdict.Cause).ShouldBe((null, null, null, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task No_token(string? header) => (await Ask(header)).Refusal.ShouldBe(TokenRefusal.Missing);

    [Fact]
    public async Task Headers_that_have_no_token()
    {
        string[] headers =
        [
            "Bearer", "Bearer ", "Basic ", " ", "x", "Bearer x", token.Text, "Token " + token.Text, "Bearer " + token.Text[..^1],
            "Bearer " + token.Text + "x",
            "Bearer " + token.Text + ", Bearer " + token.Text, "Bearer " + token.Text.Replace('_', '\0'), "Basic " + token.Text,
            "Basic !!!!", "Basic AA==", "Basic YTpi",
            "Basic " + Convert.ToBase64String([0xff, 0xfe, 0x3a]), "Bearer\t" + token.Text, "Bearer " + new string('a', 10_000),
            new string(' ', 10_000), "Negotiate " + new string('A', 400),
            "Basic " + new string('A', 506), token.Bearer.PadRight(513),
        ];
        int address = 0;
        foreach (var header in headers)
        {
            var verdict = await authenticator.AuthenticateAsync(header, new IPAddress(++address), CancellationToken.None);
            (verdict.Identity, verdict.Refusal).ShouldBe((null, TokenRefusal.Malformed), header);
            verdict.Detail!.ShouldNotContain(token.Text);

            // Who connects by the module reads it too, and has set no header.
            verdict.Detail!.ShouldStartWith(
                $"What was sent is not a token: one begins with {TokenText.Prefix}, has {TokenText.Length} characters");
        }
    }

    [Fact]
    public void Noise_is_no_token_or_one_of_the_right_shape()
    {
        Random random = new(20261121);
        string[] bases = [token.Bearer, token.Basic(), "Basic ", ""];
        for (int i = 0; i < 5000; i++)
        {
            var letters = bases[i % bases.Length].PadRight(1 + random.Next(200)).ToCharArray();
            for (int change = 0; change < 1 + random.Next(5); change++)
                letters[random.Next(letters.Length)] = (char)random.Next(0x250);
            var header = new string(letters);
            var parsed = Credentials.Parse(header);
            (parsed is null || parsed.Token.Length == TokenText.Length).ShouldBeTrue(header);
        }
    }

    [Fact]
    public async Task A_wrong_secret_an_unknown_id_and_a_wrong_name_are_told_apart_by_nobody()
    {
        var wrong = await Ask(token.WrongBearer);
        var unknown = await Ask(TestToken.Make().Bearer);
        var name = await Ask(token.Basic("bert"));
        var noName = await Ask(token.Basic(""));
        var otherCase = await Ask(token.Basic("Anna"));

        wrong.Refusal.ShouldBe(TokenRefusal.Wrong);
        foreach (var other in (TokenVerdict[])[unknown, name, noName, otherCase]) other.ShouldBe(wrong);
    }

    [Fact]
    public async Task Expiry_and_revocation_are_told_only_to_whom_has_the_secret()
    {
        var expired = TestToken.Make(expires: clock.Now);
        var revoked = TestToken.Make(expires: clock.Now, revoked: clock.Now.AddDays(-1));
        tokens.List = [expired.Stored, revoked.Stored];

        (await Ask(expired.WrongBearer)).Refusal.ShouldBe(TokenRefusal.Wrong);
        (await Ask(revoked.WrongBearer)).Refusal.ShouldBe(TokenRefusal.Wrong);
        (await Ask(revoked.Basic("bert"))).Refusal.ShouldBe(TokenRefusal.Wrong);
        foreach (var header in (string[])[expired.Bearer, expired.Basic(), expired.Bearer])
        {
            var verdict = await Ask(header);
            verdict.Refusal.ShouldBe(TokenRefusal.Expired);
            verdict.Detail!.ShouldContain("2026-11-21 10:00:00Z");
        }

        (await Ask(revoked.Bearer)).Refusal.ShouldBe(TokenRefusal.Revoked);
        (await Ask(revoked.Basic())).Detail!.ShouldContain("2026-11-20 10:00:00Z");
    }

    [Fact]
    public async Task A_token_that_was_good_expires()
    {
        (await Ask(token.Bearer)).Identity.ShouldNotBeNull();
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        (await Ask(token.Bearer)).Identity.ShouldNotBeNull();
        clock.Advance(TimeSpan.FromTicks(1));
        (await Ask(token.Bearer)).Refusal.ShouldBe(TokenRefusal.Expired);
    }

    [Fact]
    public async Task A_token_that_was_good_is_revoked_changed_and_removed()
    {
        (await Ask(token.Bearer)).Identity.ShouldNotBeNull();

        tokens.List = [token.Stored with { Role = TokenRole.Reader }];
        (await Ask(token.Bearer)).Identity!.Role.ShouldBe(TokenRole.Reader);

        tokens.List = [token.Stored with { Revoked = clock.Now }];
        (await Ask(token.Bearer)).Refusal.ShouldBe(TokenRefusal.Revoked);

        tokens.List = [TestToken.Make().Stored with { Id = token.Stored.Id }];
        (await Ask(token.Bearer)).Refusal.ShouldBe(TokenRefusal.Wrong);

        tokens.List = [];
        (await Ask(token.Bearer)).Refusal.ShouldBe(TokenRefusal.Wrong);

        tokens.List = [token.Stored];
        (await Ask(token.Bearer)).Identity.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_that_is_revoked_while_its_first_check_waits_does_not_get_in()
    {
        var slow = Slow();
        RevokedMeanwhile source = new(slow.Stored, slow.Stored with { Revoked = clock.Now });
        var verdict = await new TokenAuthenticator(source, clock).AuthenticateAsync(slow.Bearer, Here, CancellationToken.None);

        verdict.Refusal.ShouldBe(TokenRefusal.Revoked);
    }

    [Fact]
    public async Task A_right_token_gets_in_whatever_others_try_from_its_address_also_for_the_first_time()
    {
        for (int i = 0; i < 30; i++)
            await Ask(i % 3 == 0 ? token.WrongBearer : i % 3 == 1 ? "Bearer x" : TestToken.Make().Bearer);
        (await Ask(token.WrongBearer)).Refusal.ShouldBe(TokenRefusal.Limited);

        (await Ask(token.Bearer)).Identity.ShouldNotBeNull();
        (await Ask(token.Basic())).Identity.ShouldNotBeNull();
        (await Ask(token.Basic("bert"))).Refusal.ShouldBe(TokenRefusal.Limited);
        (await Ask(token.WrongBearer)).Refusal.ShouldBe(TokenRefusal.Limited);
    }

    [Fact]
    public async Task Wrong_attempts_of_an_address_are_told_so_ten_times_and_then_to_wait()
    {
        for (int i = 0; i < 10; i++)
            (await Ask(i % 2 == 0 ? token.WrongBearer : "Bearer x")).Refusal.ShouldBe(
                i % 2 == 0 ? TokenRefusal.Wrong : TokenRefusal.Malformed);

        foreach (var header in (string[])[token.WrongBearer, "Bearer x", TestToken.Make().Bearer])
        {
            var verdict = await Ask(header);
            (verdict.Refusal, verdict.RetryAfter).ShouldBe((TokenRefusal.Limited, TimeSpan.FromSeconds(6)), header);
        }

        (await Ask(null)).Refusal.ShouldBe(TokenRefusal.Missing);
        (await Ask(token.WrongBearer, There)).Refusal.ShouldBe(TokenRefusal.Wrong);

        clock.Advance(TimeSpan.FromSeconds(6));
        (await Ask(token.WrongBearer)).Refusal.ShouldBe(TokenRefusal.Wrong);
    }

    [Fact]
    public async Task Loopback_is_limited_too()
    {
        for (int i = 0; i < 10; i++) await Ask("Bearer x", IPAddress.IPv6Loopback);

        (await Ask(token.WrongBearer, IPAddress.IPv6Loopback)).Refusal.ShouldBe(TokenRefusal.Limited);
    }

    [Fact]
    public async Task A_token_of_an_older_version_is_limited_by_attempts_for_it_alone()
    {
        var (slow, other) = (Slow(), Slow());
        tokens.List = [slow.Stored, other.Stored, token.Stored];
        for (int i = 0; i < 30; i++) await Ask(i % 2 == 0 ? "Bearer x" : TestToken.Make().Bearer);
        for (int i = 0; i < 10; i++) (await Ask(slow.WrongBearer)).Refusal.ShouldBe(TokenRefusal.Wrong);
        (await Ask(slow.Bearer)).Refusal.ShouldBe(TokenRefusal.Limited, "its hash takes too long to be computed for everybody");

        (await Ask(other.Bearer)).Identity.ShouldNotBeNull();
        (await Ask(token.Bearer)).Identity.ShouldNotBeNull();
        (await Ask(slow.Bearer, There)).Identity.ShouldNotBeNull();
        (await Ask(slow.Bearer)).Identity.ShouldNotBeNull("it is known now");
    }

    [Fact]
    public async Task A_flood_for_a_token_of_an_older_version_has_no_more_checks_than_one_by_one()
    {
        var slow = Slow();
        tokens.List = [slow.Stored];
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => Ask(slow.WrongBearer))));

        verdicts.Count(
            static verdict => verdict.Refusal == TokenRefusal.Wrong).ShouldBeInRange(1, 10 + Environment.ProcessorCount);
        verdicts.ShouldAllBe(static verdict => verdict.Refusal == TokenRefusal.Wrong || verdict.Refusal == TokenRefusal.Limited
            || verdict.Refusal == TokenRefusal.Busy);
    }

    [Fact]
    public async Task Many_good_tokens_of_one_address_at_once_all_get_in()
    {
        var many = Enumerable.Range(0, 100).Select(static _ => TestToken.Make()).ToArray();
        tokens.List = [.. many.Select(static one => one.Stored)];

        var verdicts = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(i => Task.Run(() => Ask(many[i % many.Length].Bearer))));

        verdicts.ShouldAllBe(static verdict => verdict.Identity != null);
    }

    [Fact]
    public async Task Right_tokens_that_are_not_good_any_more_limit_nobody()
    {
        tokens.List = [token.Stored with { Revoked = clock.Now }];
        for (int i = 0; i < 100; i++) (await Ask(token.Bearer)).Refusal.ShouldBe(TokenRefusal.Revoked);
    }

    [Fact]
    public async Task Where_the_tokens_cannot_be_known_nobody_gets_in()
    {
        await Ask(token.Bearer);
        tokens.Failure = new PassthroughException(ErrorId.ServerUnreachable, "The database at /secret/path is away.");

        foreach (var header in (string[])[token.Bearer, token.WrongBearer])
        {
            var verdict = await Ask(header);
            (verdict.Identity, verdict.Refusal, verdict.Cause).ShouldBe(
                (null, TokenRefusal.Unavailable, header == token.Bearer ? tokens.Failure : null), "the log is told once");
            verdict.Detail!.ShouldNotContain("/secret/path");
        }
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        var slow = Slow();
        tokens.List = [slow.Stored];
        await Should.ThrowAsync<OperationCanceledException>(
            () => authenticator.AuthenticateAsync(slow.Bearer, Here, new CancellationToken(canceled: true)).AsTask());
    }

    [Fact]
    public async Task No_verdict_shows_a_secret()
    {
        List<TokenVerdict> verdicts = [];
        foreach (var header in (string[])[token.Bearer, token.Basic(), token.Basic("bert"), token.Bearer + "x"])
            verdicts.Add(await Ask(header));
        tokens.List = [token.Stored with { Revoked = clock.Now }];
        verdicts.Add(await Ask(token.Bearer));
        tokens.List = [token.Stored with { Expires = clock.Now }];
        verdicts.Add(await Ask(token.Bearer));

        string.Concat(verdicts).ShouldNotContain(token.Secret);
    }

    private static TestToken Slow() => TestToken.Make(iterations: TokenHash.Iterations + 1);

    private Task<TokenVerdict> Ask(string? header, IPAddress? from = null) =>
        authenticator.AuthenticateAsync(header, from ?? Here, CancellationToken.None).AsTask();

    private sealed class RevokedMeanwhile(AccessToken before, AccessToken after) : ITokenSource
    {
        private int reads;

        public Task<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<AccessToken>>([reads++ == 0 ? before : after]);
    }
}
