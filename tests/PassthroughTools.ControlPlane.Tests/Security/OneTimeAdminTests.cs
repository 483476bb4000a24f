using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class OneTimeAdminTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly TokenFolder folder = new();

    [Fact]
    public async Task An_empty_store_on_loopback_gets_one_for_a_day()
    {
        var offered = (await OfferAsync())!;
        (offered.Token.Name, offered.Token.Role, offered.Token.Expires).ShouldBe(
            (OneTimeAdmin.Name, TokenRole.Admin, clock.Now.AddHours(24)));
        folder.Tokens().ShouldHaveSingleItem().HasSecretOf(offered.Token).ShouldBeTrue();
        (await OneTimeAdmin.OfferedAsync(folder.Store, clock, default))!.Id.ShouldBe(offered.Token.Id);

        clock.Advance(TimeSpan.FromHours(24));
        (await AskAsync(offered)).Refusal.ShouldBe(TokenRefusal.Expired);
        (await OneTimeAdmin.OfferedAsync(folder.Store, clock, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_is_started_again_offers_another_in_the_place_of_one_that_was_not_used()
    {
        var first = (await OfferAsync())!;
        var second = (await OfferAsync())!;
        folder.Tokens().ShouldHaveSingleItem().Id.ShouldBe(second.Token.Id);
        (await AskAsync(first)).Refusal.ShouldBe(TokenRefusal.Wrong);
    }

    [Fact]
    public async Task It_is_exchanged_once()
    {
        var offered = (await OfferAsync())!;
        var admin = await OneTimeAdmin.ExchangeAsync(folder.Store, offered.Token.Id, clock, default);
        (await AskAsync(admin)).Identity.ShouldBe(
            new TokenIdentity(admin.Token.Id, "admin", TokenRole.Admin, clock.Now.AddHours(24)));
        var used = await AskAsync(offered);
        (used.Refusal, used.Detail).ShouldBe((TokenRefusal.Revoked, TokenVerdict.UsedOnce));
        await Refused.With(
            ErrorId.AuthenticationFailed, () => OneTimeAdmin.ExchangeAsync(folder.Store, offered.Token.Id, clock, default),
            "works once");
        folder.Tokens().Count.ShouldBe(2);
    }

    [Fact]
    public async Task None_where_others_can_reach_the_server()
    {
        (await OneTimeAdmin.OfferAsync(folder.Store, false, clock, default)).ShouldBeNull();
        folder.Tokens().ShouldBeEmpty();
    }

    [Fact]
    public async Task None_where_there_is_a_good_administrators_token_and_one_where_there_are_only_others()
    {
        await folder.Store.AddAsync(TestToken.Make(TokenRole.Operator).Stored, default);
        await folder.Store.AddAsync(TestToken.Make(TokenRole.Admin, expires: clock.Now).Stored, default);
        await folder.Store.AddAsync(TestToken.Make(TokenRole.Admin, revoked: clock.Now).Stored, default);
        (await OfferAsync()).ShouldNotBeNull();
        folder.Tokens().Count.ShouldBe(4);
        await folder.Store.AddAsync(TestToken.Make(TokenRole.Admin, expires: clock.Now.AddSeconds(1)).Stored, default);
        (await OfferAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task None_and_a_typed_error_where_the_store_cannot_be_read()
    {
        await File.WriteAllTextAsync(folder.Path, "damaged");
        await Refused.With(ErrorId.StoreCorrupt, OfferAsync, "damaged");
    }

    [Fact]
    public async Task At_a_server_it_logs_in_once_and_does_nothing_else()
    {
        await using var server = await TestServer.StartAsync();
        var issued = IssuedToken.Issue(
            OneTimeAdmin.Name, TokenRole.Admin, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
        await server.Storage.Tokens.AddAsync(issued.Token, default);
        using var client = Client(server, issued.Text);
        foreach (var path in (string[])["/api/v1/hosts", "/metrics", "/api/v1/refusals", "/api/v1/session/"])
            (await StatusAsync(client, path)).ShouldNotBe(200, path);
        using (var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v1/session")))
            ((int)head.StatusCode).ShouldBe(401);

        using var answer = await client.GetAsync(new Uri("/api/v1/session", UriKind.Relative));
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (session.GetProperty("name").GetString(), session.GetProperty("role").GetString()).ShouldBe(("admin", "admin"));
        (await StatusAsync(client, "/api/v1/session")).ShouldBe(401);

        using var admin = Client(server, session.GetProperty("token").GetString()!);
        (await StatusAsync(admin, "/api/v1/refusals")).ShouldBe(200);
        (await admin.GetStringAsync(new Uri("/api/v1/session", UriKind.Relative))).ShouldNotContain("ptt_");
    }

    [Fact]
    public async Task The_module_goes_on_with_what_it_was_answered()
    {
        await using var server = await TestServer.StartAsync();
        var issued = IssuedToken.Issue(
            OneTimeAdmin.Name, TokenRole.Admin, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
        await server.Storage.Tokens.AddAsync(issued.Token, default);
        using (var connected = await ConnectAsync())
        {
            (await connected.ReadAsync(default)).Hosts.Count.ShouldBeGreaterThan(0);
            (connected.Session.Name, connected.Session.Role).ShouldBe(("admin", "admin"));
            connected.Session.ToString().ShouldNotContain("ptt_");
        }

        (await Should.ThrowAsync<PassthroughException>(ConnectAsync)).Message.ShouldContain("works once");

        Task<ControlPlaneBackend> ConnectAsync() => ControlPlaneBackend.ConnectAsync(
            new ControlPlaneOptions { Address = server.Address, Token = issued.Text }, null, static _ => "", default);
    }

    public void Dispose() => folder.Dispose();

    private Task<IssuedToken?> OfferAsync() => OneTimeAdmin.OfferAsync(folder.Store, true, clock, default);

    private async Task<TokenVerdict> AskAsync(IssuedToken token) =>
        await new TokenAuthenticator(folder.Store, clock).AuthenticateAsync("Bearer " + token.Text, IPAddress.Loopback, default);

    private static HttpClient Client(TestServer server, string token)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<int> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (int)answer.StatusCode;
    }
}
