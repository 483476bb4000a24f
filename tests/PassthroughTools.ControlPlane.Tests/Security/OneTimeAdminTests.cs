using System.Net;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class OneTimeAdminTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public async Task An_empty_store_on_loopback_gets_one_for_a_day()
    {
        TokensInMemory store = new();
        var offered = await Offer(store);
        TokenAuthenticator authenticator = new(offered!, clock);

        offered!.Expires.ShouldBe(clock.Now.AddHours(24));
        (await Ask(authenticator, "Bearer " + offered.Text)).Identity.ShouldBe(
            new TokenIdentity(TokenText.Parse(offered.Text)!.Value.Id, "admin", TokenRole.Admin, clock.Now.AddHours(24)));
        store.List.ShouldBeEmpty();

        clock.Advance(TimeSpan.FromHours(24));
        (await Ask(authenticator, "Bearer " + offered.Text)).Refusal.ShouldBe(TokenRefusal.Expired);
    }

    [Fact]
    public async Task The_tokens_of_the_store_are_good_beside_it_as_soon_as_they_are_made()
    {
        TokensInMemory store = new();
        var offered = (await Offer(store))!;
        TokenAuthenticator authenticator = new(offered, clock);
        var made = TestToken.Make(TokenRole.Admin, "anna");
        (await Ask(authenticator, made.Bearer)).Refusal.ShouldBe(TokenRefusal.Wrong);

        store.List = [made.Stored];

        (await Ask(authenticator, made.Bearer)).Identity!.Name.ShouldBe("anna");
        (await Ask(authenticator, "Bearer " + offered.Text)).Identity!.Name.ShouldBe("admin");
        (await offered.ReadAsync(CancellationToken.None)).ShouldBeSameAs(await offered.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task None_where_others_can_reach_the_server() => (await OneTimeAdmin.OfferAsync(new TokensInMemory(), false, clock, CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task None_where_there_is_a_good_administrators_token()
    {
        (await Offer(new TokensInMemory(TestToken.Make(TokenRole.Admin)))).ShouldBeNull();
        (await Offer(new TokensInMemory(TestToken.Make(TokenRole.Admin, expires: clock.Now.AddSeconds(1))))).ShouldBeNull();
    }

    [Fact]
    public async Task One_where_there_are_only_others()
    {
        (await Offer(new TokensInMemory(
            TestToken.Make(TokenRole.Operator),
            TestToken.Make(TokenRole.Admin, expires: clock.Now),
            TestToken.Make(TokenRole.Admin, revoked: clock.Now)))).ShouldNotBeNull();
    }

    [Fact]
    public async Task None_and_a_typed_error_where_the_store_cannot_be_read()
    {
        TokensInMemory store = new() { Failure = new PassthroughException(ErrorId.StoreCorrupt, "damaged") };
        await Refused.With(ErrorId.StoreCorrupt, () => Offer(store), "damaged");
    }

    [Fact]
    public async Task It_does_not_get_in_either_when_the_store_cannot_be_read_later()
    {
        TokensInMemory store = new();
        var offered = (await Offer(store))!;
        store.Failure = new PassthroughException(ErrorId.StoreCorrupt, "damaged");

        (await Ask(new TokenAuthenticator(offered, clock), "Bearer " + offered.Text)).Refusal.ShouldBe(TokenRefusal.Unavailable);
    }

    private Task<OneTimeAdmin?> Offer(ITokenSource store) => OneTimeAdmin.OfferAsync(store, true, clock, CancellationToken.None);

    private static Task<TokenVerdict> Ask(TokenAuthenticator authenticator, string header) =>
        authenticator.AuthenticateAsync(header, IPAddress.Loopback, CancellationToken.None).AsTask();
}
