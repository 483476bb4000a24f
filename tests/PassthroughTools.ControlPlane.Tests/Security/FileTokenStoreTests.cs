using PassthroughTools.Backends.JsonStore;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class FileTokenStoreTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private readonly TokenFolder folder = new();

    [Fact]
    public void It_is_beside_the_store() => folder.Store.Path.ShouldBe(Path.Combine(folder.Folder, "lab.tokens.json"));

    [SkippableFact]
    public void It_is_beside_the_file_that_a_symbolic_link_points_to()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows allows symbolic links to administrators only.");
        using TokenFolder elsewhere = new();
        var link = Path.Combine(elsewhere.Folder, "link.json");
        File.CreateSymbolicLink(link, Path.Combine(folder.Folder, "lab.json"));
        File.WriteAllText(Path.Combine(folder.Folder, "lab.json"), "{}");

        FileTokenStore.Beside(link).Path.ShouldBe(folder.Path);
    }

    [Fact]
    public async Task Without_a_file_there_are_no_tokens_and_none_is_made()
    {
        (await folder.Store.ReadAsync(CancellationToken.None)).ShouldBeEmpty();

        Directory.GetFiles(folder.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_somebody_moved_away_is_missed_and_not_taken_for_a_revocation()
    {
        await folder.Store.AddAsync(TestToken.Make(TokenRole.Admin, "anna").Stored, CancellationToken.None);
        (await folder.Store.ReadAsync(CancellationToken.None)).Count.ShouldBe(1);
        File.Move(folder.Path, folder.Path + ".away");

        await Refused.With(ErrorId.StoreNotFound, () => folder.Store.ReadAsync(CancellationToken.None), folder.Path, "is gone");

        File.Move(folder.Path + ".away", folder.Path);
        (await folder.Store.ReadAsync(CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_added_is_read_as_it_was()
    {
        var first = TestToken.Make(TokenRole.Operator, "ci", expires: Time.AddDays(1)).Stored;
        var second = TestToken.Make(TokenRole.Admin, "anna").Stored;

        await folder.Store.AddAsync(first, CancellationToken.None);
        await folder.Store.AddAsync(second, CancellationToken.None);

        folder.Tokens().Select(static token => (token.Id, token.Name, token.Role, token.Created, token.Expires, token.Revoked))
            .ShouldBe(
            [(first.Id, "ci", TokenRole.Operator, first.Created, Time.AddDays(1), null),
                (second.Id, "anna", TokenRole.Admin, second.Created, null, null)]);
        folder.Tokens()[0].HasSecretOf(first).ShouldBeTrue();
        folder.Tokens()[1].HasSecretOf(second).ShouldBeTrue();
        (await folder.Store.ReadAsync(CancellationToken.None)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused()
    {
        var token = TestToken.Make().Stored;
        await folder.Store.AddAsync(token, CancellationToken.None);

        await Refused.With(ErrorId.NameInUse,
            () => folder.Store.AddAsync(token with { Name = "other" }, CancellationToken.None), token.Id);
        folder.Tokens().ShouldHaveSingleItem().Name.ShouldBe("ci");
    }

    [Fact]
    public async Task An_id_revokes_its_token_alone()
    {
        var (one, other) = (TestToken.Make().Stored, TestToken.Make().Stored);
        await folder.Store.AddAsync(one, CancellationToken.None);
        await folder.Store.AddAsync(other, CancellationToken.None);

        (await folder.Store.RevokeAsync(one.Id, Time, CancellationToken.None)).ShouldHaveSingleItem().Revoked.ShouldBe(Time);

        folder.Tokens().Select(static token => token.Revoked).ShouldBe([Time, null]);
    }

    [Fact]
    public async Task A_name_revokes_all_its_tokens_and_the_first_time_stays()
    {
        var tokens = new[] { TestToken.Make(name: "ci"), TestToken.Make(name: "CI"), TestToken.Make(name: "ci") };
        foreach (var token in tokens) await folder.Store.AddAsync(token.Stored, CancellationToken.None);
        await folder.Store.RevokeAsync(tokens[0].Stored.Id, Time, CancellationToken.None);

        var revoked = await folder.Store.RevokeAsync("ci", Time.AddDays(1), CancellationToken.None);

        revoked.Select(static token => token.Revoked).ShouldBe([Time, Time.AddDays(1)]);
        folder.Tokens().Select(static token => token.Revoked).ShouldBe([Time, null, Time.AddDays(1)]);
    }

    [Fact]
    public async Task An_id_goes_before_a_name()
    {
        var one = TestToken.Make().Stored;
        await folder.Store.AddAsync(one, CancellationToken.None);
        await folder.Store.AddAsync(TestToken.Make(name: one.Id).Stored, CancellationToken.None);

        (await folder.Store.RevokeAsync(one.Id, Time, CancellationToken.None)).ShouldHaveSingleItem().Name.ShouldBe("ci");
    }

    [Fact]
    public async Task Nobody_to_revoke_is_refused_without_showing_what_may_be_a_token()
    {
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);

        await Refused.With(ErrorId.ValueInvalid, () => folder.Store.RevokeAsync("nobody", Time, CancellationToken.None),
            "'nobody'", "token list");
        var refusal = await Refused.With(ErrorId.ValueInvalid,
            () => folder.Store.RevokeAsync("ptt_abcdefgh_SECRET", Time, CancellationToken.None));
        refusal.Message.ShouldNotContain("SECRET");
        (refusal.Target as string)!.ShouldNotContain("SECRET");
    }

    [Fact]
    public async Task The_list_is_the_same_one_until_the_file_changes_by_whomever()
    {
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);
        var before = await folder.Store.ReadAsync(CancellationToken.None);
        (await folder.Store.ReadAsync(CancellationToken.None)).ShouldBeSameAs(before);

        await new FileTokenStore(folder.Path).RevokeAsync("ci", Time, CancellationToken.None);
        (await folder.Store.ReadAsync(CancellationToken.None)).ShouldHaveSingleItem().Revoked.ShouldBe(Time);
    }

    [Fact]
    public async Task No_secret_is_in_any_file()
    {
        var token = IssuedToken.Issue("ci", TokenRole.Admin, Time, null);
        await folder.Store.AddAsync(token.Token, CancellationToken.None);

        var contents = folder.Contents();
        contents.ShouldContain(token.Token.Id);
        contents.ShouldNotContain(TokenText.Parse(token.Text)!.Value.Secret);
    }

    [Fact]
    public async Task A_change_waits_for_the_lock_and_can_be_cancelled_while_readers_do_not_wait()
    {
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);
        using var held = StoreLock.Acquire(new StorePaths(folder.Path), TimeSpan.Zero, CancellationToken.None);
        using CancellationTokenSource cancelled = new(TimeSpan.FromMilliseconds(50));

        await Should.ThrowAsync<OperationCanceledException>(
            () => folder.Store.AddAsync(TestToken.Make().Stored, cancelled.Token));
        folder.Tokens().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told()
    {
        var store = new FileTokenStore(Path.Combine(folder.Folder, "none", "lab.tokens.json"));

        await Refused.With(ErrorId.StoreNotFound, () => store.AddAsync(TestToken.Make().Stored, CancellationToken.None), "none");
    }

    public void Dispose() => folder.Dispose();
}
