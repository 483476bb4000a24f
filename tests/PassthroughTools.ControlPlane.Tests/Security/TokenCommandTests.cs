using System.Globalization;
using System.Net;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class TokenCommandTests : IDisposable
{
    private readonly TokenFolder folder = new();
    private readonly ManualClock clock = new();

    [Fact]
    public async Task Create_shows_a_good_token_once_and_keeps_no_secret()
    {
        var run = await Run("create", "--name", "ci", "--role", "operator");

        (run.ExitCode, run.Error, run.Lines.Length).ShouldBe((0, "", 2));
        run.Lines[1].ShouldContain("It is shown only now");
        run.Lines[1].ShouldContain("'ci', role operator, expires 2027-02-19 10:00Z");
        var verdict = await new TokenAuthenticator(folder.Store, clock).AuthenticateAsync("Bearer " + run.Token,
            IPAddress.Loopback, CancellationToken.None);
        (verdict.Identity!.Name, verdict.Identity.Role, verdict.Identity.Expires).ShouldBe(
            ("ci", TokenRole.Operator, clock.Now.AddDays(90)));

        var secret = TokenText.Parse(run.Token)!.Value.Secret;
        run.Lines[1].ShouldNotContain(secret);
        folder.Contents().ShouldNotContain(secret);
        (await Run("list")).Output.ShouldNotContain(secret);
    }

    [Theory]
    [InlineData("30d", "2026-12-21T10:00:00Z")]
    [InlineData("12h", "2026-11-21T22:00:00Z")]
    [InlineData("9999d", "2054-04-07T10:00:00Z")]
    [InlineData("2027-01-01", "2027-01-01T00:00:00Z")]
    [InlineData("2028-02-29", "2028-02-29T00:00:00Z")]
    [InlineData("never", null)]
    [InlineData("Never", null)]
    public async Task Create_with_an_expiry(string expires, string? time)
    {
        (await Run("create", "--expires", expires, "--role", "Reader", "--name", "ci")).ExitCode.ShouldBe(0);

        folder.Tokens().ShouldHaveSingleItem().Expires.ShouldBe(
            time is null ? null : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("0d")]
    [InlineData("0h")]
    [InlineData("2026-11-21")]
    [InlineData("0001-01-01")]
    public async Task Create_refuses_an_expiry_that_is_not_in_the_future(string expires)
    {
        var run = await Run("create", "--name", "ci", "--role", "reader", "--expires", expires);

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("not in the future");
        folder.Tokens().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("ptt_abcdefgh_secret")]
    public async Task Create_refuses_a_name(string name)
    {
        var run = await Run("create", "--name", name, "--role", "reader");

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("1 to 64 letters");
        run.Error.ShouldNotContain("secret");
        folder.Tokens().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("one of create, list and revoke")]
    [InlineData("one of create, list and revoke", "--help")]
    [InlineData("one of create, list and revoke", "Create", "--name", "ci", "--role", "reader")]
    [InlineData("--role is missing", "create")]
    [InlineData("--name is missing", "create", "--role", "reader")]
    [InlineData("--role is missing", "create", "--name", "ci")]
    [InlineData("--role needs a value", "create", "--name", "ci", "--role")]
    [InlineData("--name is given twice", "create", "--name", "a", "--name", "b")]
    [InlineData("no option --nam", "create", "--nam", "ci")]
    [InlineData("no option --na me", "create", "--na\nme", "ci")]
    [InlineData("every value needs", "create", "ci")]
    [InlineData("reader, operator or admin", "create", "--name", "ci", "--role", "root")]
    [InlineData("reader, operator or admin", "create", "--name", "ci", "--role", "1")]
    [InlineData("reader, operator or admin", "create", "--name", "ci", "--role", "")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "d")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "30")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "30m")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "-1d")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "1.5d")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "10000d")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "2027-1-1")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "01.01.2027")]
    [InlineData("--expires is", "create", "--name", "ci", "--role", "reader", "--expires", "2027-02-30")]
    [InlineData("takes nothing more", "list", "ci")]
    [InlineData("takes one id or name", "revoke")]
    [InlineData("takes one id or name", "revoke", "ci", "cd")]
    public async Task Wrong_usage_says_what_is_right(string words, params string[] args)
    {
        var run = await Run(args);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldContain(words);
        run.Error.ShouldContain("token create --name <name> --role reader|operator|admin");
        run.Error.ReplaceLineEndings("\n").Split('\n').Where(static line => line.StartsWith("  token ", StringComparison.Ordinal))
            .Select(static line => line.EndsWith(" --store <...>", StringComparison.Ordinal))
            .ShouldBe([true, true, true]);
        Directory.GetFiles(folder.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_usage_shows_no_token_in_the_wrong_place()
    {
        var token = TestToken.Make();

        foreach (var args in (string[][])[["create", token.Text], [token.Text], ["create", "--name", "ci", "--role", token.Text],
            ["revoke", token.Text], ["revoke", token.Text[..^1]]])
            (await Run(args)).Error.ShouldNotContain(token.Secret[..^1]);
    }

    [Fact]
    public async Task List_is_a_table()
    {
        var ids = new[]
        {
            await Add(TestToken.Make(TokenRole.Admin, "anna.smith")),
            await Add(TestToken.Make(TokenRole.Reader, "ci", expires: clock.Now)),
            await Add(TestToken.Make(TokenRole.Operator, "ci", expires: clock.Now.AddDays(1), revoked: clock.Now)),
        };

        var run = await Run("list");

        (run.ExitCode, run.Error).ShouldBe((0, ""));
        run.Lines.ShouldBe(
        [
            "id        name        role      created            expires            state",
            $"{ids[0]}  anna.smith  admin     2026-01-01 00:00Z  never              active",
            $"{ids[1]}  ci          reader    2026-01-01 00:00Z  2026-11-21 10:00Z  expired",
            $"{ids[2]}  ci          operator  2026-01-01 00:00Z  2026-11-22 10:00Z  revoked",
        ]);
    }

    [Fact]
    public async Task Revoke_by_id_by_name_and_by_the_token_itself()
    {
        var tokens = Enumerable.Range(0, 4).Select(i => TestToken.Make(name: i < 2 ? "ci" : $"user{i}")).ToArray();
        foreach (var token in tokens) await Add(token);

        (await Run("revoke", "ci")).Lines.ShouldBe(
            tokens[..2].Select(static token => $"Token '{token.Stored.Id}' of 'ci' is revoked since 2026-11-21 10:00Z."));
        (await Run("revoke", tokens[2].Stored.Id)).ExitCode.ShouldBe(0);
        (await Run("revoke", tokens[3].Text)).Output.ShouldNotContain(tokens[3].Secret);

        folder.Tokens().ShouldAllBe(token => token.Revoked == clock.Now);
    }

    [Fact]
    public async Task Revoke_refuses_where_there_is_none()
    {
        var run = await Run("revoke", "nobody");

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("'nobody'");
    }

    [Theory]
    [InlineData("list")]
    [InlineData("revoke", "ci")]
    [InlineData("create", "--name", "ci", "--role", "reader")]
    public async Task A_damaged_file_is_refused_and_no_token_shown(params string[] args)
    {
        await File.WriteAllTextAsync(folder.Path, "{");
        var run = await Run(args);

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain(folder.Path);
    }

    [SkippableTheory]
    [InlineData("tr-TR")] // I and i are other letters' capitals
    [InlineData("de-DE")] // other dates
    [InlineData("fa-IR")] // another calendar
    [InlineData("ar-SA")] // another calendar
    [InlineData("th-TH")] // other years
    public async Task The_culture_does_not_matter(string culture)
    {
        Skip.If(
            CultureInfo.GetCultureInfo(
                culture).DateTimeFormat.ShortDatePattern == CultureInfo.InvariantCulture.DateTimeFormat.ShortDatePattern,
            $"This system has no data of culture {culture} (no ICU), so that nothing would be proved.");

        var created = await Culture.In(culture,
            () => Run("CREATE".ToLowerInvariant(), "--name", "CI", "--role", "ADMIN", "--expires", "2027-01-01"));
        var list = await Culture.In(culture, () => Run("list"));

        created.ExitCode.ShouldBe(0, created.Error);
        list.Lines[1].ShouldBe(
            $"{TokenText.Parse(created.Token)!.Value.Id}  CI    admin  2026-11-21 10:00Z  2027-01-01 00:00Z  active");
        (await File.ReadAllTextAsync(folder.Path)).ShouldContain("\"expires\": \"2027-01-01T00:00:00+00:00\"");
        var header = "BASIC " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("CI:" + created.Token));
        var verdict = await Culture.In(culture,
            () =>
                new TokenAuthenticator(folder.Store, clock).AuthenticateAsync(header, IPAddress.Loopback, CancellationToken.None)
                    .AsTask());
        verdict.Identity!.Role.ShouldBe(TokenRole.Admin);
        (await Culture.In(culture, () => Task.FromResult(verdict.Identity.ToPrincipal().ToTokenIdentity()))).ShouldBe(
            verdict.Identity);
    }

    public void Dispose() => folder.Dispose();

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of(folder.Store, clock, args);

    private async Task<string> Add(TestToken token)
    {
        await folder.Store.AddAsync(token.Stored, CancellationToken.None);
        return token.Stored.Id;
    }
}
