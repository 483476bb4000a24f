using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>Tokens in a database count on all replicas at once.</summary>
public sealed class PostgresTokenStoreTests(PostgresServer server) : PostgresTest(server)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task A_token_is_kept_as_it_was_made()
    {
        var (one, other) = await TwoAsync();
        (await one.ReadAsync(default)).ShouldBeEmpty();
        var first = Token("anna", TokenRole.Admin);
        var second = Token("anna", TokenRole.Reader) with { Created = Now.AddSeconds(1), Expires = Now.AddDays(90) };
        await one.AddAsync(first, default);
        await other.AddAsync(second, default);

        foreach (var read in new[] { await other.ReadAsync(default),
            await new PostgresTokenStore((await OpenAsync()).Database).ReadAsync(default) })
        {
            read.Select(
                static token => (token.Id, token.Name, token.Role, token.Created, token.Expires, token.Revoked, token.Iterations))
                .ShouldBe(
                    new[] { first, second }.Select(static token =>
                        (token.Id, token.Name, token.Role, token.Created, token.Expires, token.Revoked, token.Iterations)));
            read[0].HasSecretOf(first).ShouldBeTrue();
        }
    }

    [SkippableFact]
    public async Task A_revocation_counts_on_the_other_replica()
    {
        var (one, other) = await TwoAsync();
        var token = Token("anna", TokenRole.Operator);
        await one.AddAsync(token, default);
        await EventuallyAsync(async () => (await other.ReadAsync(default)).Count == 1, "the new token");

        var revoked = await one.RevokeAsync("anna", Now, default);
        revoked.ShouldHaveSingleItem().Revoked.ShouldBe(Now);
        (await one.ReadAsync(default))[0].Revoked.ShouldBe(Now);
        await EventuallyAsync(async () => (await other.ReadAsync(default))[0].Revoked == Now, "the revocation");
        (await other.RevokeAsync(token.Id, Now.AddDays(1), default))[0].Revoked.ShouldBe(Now, "it keeps its time");

        // By hand, without an announcement.
        await QueryAsync("update passthroughtools.token set revoked = null");
        await EventuallyAsync(async () => (await other.ReadAsync(default))[0].Revoked is null, "an edit");
    }

    [SkippableFact]
    public async Task An_id_goes_before_a_name_and_what_is_nothing_of_both_is_refused()
    {
        var (store, _) = await TwoAsync();
        var first = Token("anna", TokenRole.Reader);
        var namedLikeIt = Token(first.Id, TokenRole.Reader);
        await store.AddAsync(first, default);
        await store.AddAsync(namedLikeIt, default);
        (await store.RevokeAsync(first.Id, Now, default)).ShouldHaveSingleItem().Name.ShouldBe("anna");
        (await store.ReadAsync(default)).Count(static token => token.Revoked is not null).ShouldBe(1);

        foreach (var nobody in new[] { "nobody", "", "a\0b", "half \ud83d" })
            (await Should.ThrowAsync<PassthroughException>(store.RevokeAsync(nobody, Now, default))).Id.ShouldBe(
                ErrorId.ValueInvalid);
        (await Should.ThrowAsync<PassthroughException>(
            store.AddAsync(Token("bob", TokenRole.Reader) with { Id = first.Id }, default))).Id.ShouldBe(ErrorId.NameInUse);
        await store.AddAsync(first, default);
        (await store.ReadAsync(default)).Count.ShouldBe(2, "the same token again is no other");
    }

    [SkippableFact]
    public async Task Reading_gives_the_same_list_until_it_is_too_old_and_unchanged_after_that()
    {
        var (store, _) = await TwoAsync();
        await store.AddAsync(Token("anna", TokenRole.Reader), default);
        var first = await store.ReadAsync(default);
        for (int i = 0; i < 100; i++) (await store.ReadAsync(default)).ShouldBeSameAs(first);
        await Task.Delay(2100);
        (await store.ReadAsync(default)).ShouldBeSameAs(first);
    }

    [SkippableFact]
    public async Task Known_tokens_stay_good_while_the_database_is_away_and_none_can_be_changed()
    {
        var (store, unread) = await TwoAsync();
        await store.AddAsync(Token("anna", TokenRole.Reader), default);
        await store.ReadAsync(default);
        await Server.StopAsync();
        try
        {
            await Task.Delay(2100);
            (await store.ReadAsync(default)).ShouldHaveSingleItem();
            (await Should.ThrowAsync<PassthroughException>(unread.ReadAsync(default))).Id.ShouldBe(ErrorId.ServerUnreachable);
            (await Should.ThrowAsync<PassthroughException>(store.RevokeAsync("anna", Now, default))).Id.ShouldBe(
                ErrorId.ServerUnreachable);
            (await Should.ThrowAsync<PassthroughException>(store.AddAsync(Token("bob", TokenRole.Reader), default))).Id.ShouldBe(
                ErrorId.ServerUnreachable);
        }
        finally
        {
            await Server.StartAsync();
        }
    }

    [SkippableFact]
    public async Task A_server_that_nobody_has_asked_yet_knows_the_tokens_too()
    {
        await (await TwoAsync()).One.AddAsync(Token("anna", TokenRole.Reader), default);
        await using var storage = await PostgresStorage.OpenAsync(
            ConnectionString, Catalog.BuiltIn, NullLoggerFactory.Instance, CancellationToken.None);
        await Server.StopAsync();
        try
        {
            (await storage.Tokens.ReadAsync(default)).ShouldHaveSingleItem();
        }
        finally
        {
            await Server.StartAsync();
        }
    }

    [SkippableTheory]
    [InlineData("update passthroughtools.token set salt = 'x'")]
    [InlineData("update passthroughtools.token set iterations = 2000000000")]
    public async Task Damaged_tokens_let_nobody_in(string damage)
    {
        var (store, _) = await TwoAsync();
        await store.AddAsync(Token("anna", TokenRole.Reader), default);
        await QueryAsync(damage);
        var fresh = new PostgresTokenStore((await OpenAsync()).Database);
        (await Should.ThrowAsync<PassthroughException>(fresh.ReadAsync(default))).Id.ShouldBe(ErrorId.StoreCorrupt);
    }

    [SkippableFact]
    public async Task A_role_that_a_newer_version_wrote_is_named_as_such()
    {
        var (store, _) = await TwoAsync();
        await store.AddAsync(Token("anna", TokenRole.Reader), default);
        await QueryAsync("update passthroughtools.token set role = 'auditor'");
        var refusal = await Should.ThrowAsync<PassthroughException>(
            new PostgresTokenStore((await OpenAsync()).Database).ReadAsync(default));
        refusal.Id.ShouldBe(ErrorId.StoreVersionUnsupported);
        foreach (var words in (string[])["'auditor'", "Update the server", "Nothing was changed"])
            refusal.Message.ShouldContain(words);
        foreach (var words in (string[])["elete", "damage"]) refusal.Message.ShouldNotContain(words);
    }

    [SkippableFact]
    public async Task Of_servers_that_start_together_on_a_new_database_one_offers_a_token_that_works_once_at_all()
    {
        var stores = new List<PostgresTokenStore>();
        for (int i = 0; i < 5; i++) stores.Add(new PostgresTokenStore((await OpenAsync()).Database));
        var offers = await Task.WhenAll(
            stores.Select(static store => Task.Run(() => OneTimeAdmin.OfferAsync(store, true, TimeProvider.System, default))));
        var offered = offers.OfType<IssuedToken>().ShouldHaveSingleItem().Token;
        foreach (var store in stores)
        {
            await EventuallyAsync(
                async () => (await OneTimeAdmin.OfferedAsync(store, TimeProvider.System, default))?.Id == offered.Id,
                "the offer");
        }

        var exchanges = await Task.WhenAll(stores.Select(store => Task.Run(async () =>
        {
            try
            {
                return await OneTimeAdmin.ExchangeAsync(store, offered.Id, TimeProvider.System, default);
            }
            catch (PassthroughException e)
            {
                e.Id.ShouldBe(ErrorId.AuthenticationFailed);
                return null;
            }
        })));
        var admin = exchanges.OfType<IssuedToken>().ShouldHaveSingleItem().Token;
        foreach (var store in stores)
            await EventuallyAsync(async () => (await store.ReadAsync(default)).Any(token => token.Id == admin.Id
                && token.Revoked is null), "the administrator's token");
        (await stores[0].ReadAsync(default)).Single(token => token.Id == offered.Id).Revoked.ShouldNotBeNull();
        (await OneTimeAdmin.OfferAsync(stores[1], true, TimeProvider.System, default)).ShouldBeNull();
    }

    private static AccessToken Token(string name, TokenRole role) => new()
    {
        Id = TokenText.NewId(),
        Name = name,
        Role = role,
        Salt = TokenHash.NewSalt(),
        Hash = new byte[TokenHash.Length],
        Iterations = 1,
        Created = Now,
    };

    private async Task<(PostgresTokenStore One, PostgresTokenStore Other)> TwoAsync() =>
        (new PostgresTokenStore((await OpenAsync()).Database), new PostgresTokenStore((await OpenAsync()).Database));
}
