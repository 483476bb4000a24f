using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>Signing in and out.</summary>
[Collection(PageCollection.Name)]
public sealed class LoginTests(PageFixture fixture)
{
    private const string RefusedInConsole = "Failed to load resource: the server responded with a status of 401 (Unauthorized)";

    [SkippableFact]
    public async Task A_wrong_token_gets_the_servers_words_and_the_field_back()
    {
        await using var page = await fixture.OpenAsync();
        var right = fixture.Server.Tokens[TokenRole.Reader];
        await page.SignInAsync(right[..^1] + (right[^1] == 'A' ? 'B' : 'A'));

        await Assertions.Expect(page.The("login-error")).ToContainTextAsync("not good here");
        await Assertions.Expect(page.The("login-token")).ToBeFocusedAsync();
        await Assertions.Expect(page.The("login-token")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.The("login-form")).ToBeVisibleAsync();
        await Assertions.Expect(page.The("panel-hosts")).ToBeHiddenAsync();

        await page.SignInAsync(right);
        await page.ShouldBeLiveAsync();
        await Assertions.Expect(page.The("login-error")).ToHaveTextAsync("");
        page.ShouldBeClean(RefusedInConsole);
    }

    [SkippableFact]
    public async Task What_cannot_be_a_token_is_not_sent()
    {
        await using var page = await fixture.OpenAsync();
        await page.The("login-submit").ClickAsync();
        await Assertions.Expect(page.The("login-error")).ToHaveTextAsync("Enter a token.");
        await page.SignInAsync("Schlüssel mit Leerzeichen");
        await Assertions.Expect(page.The("login-error")).ToContainTextAsync("This is no token");
        page.Requests.ShouldNotContain(static url => url.Contains("/api/", StringComparison.Ordinal));
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task A_readers_token_shows_who_reads_stays_over_a_reload_and_goes_with_the_sign_out()
    {
        await using var page = await fixture.OpenLiveAsync();
        await Assertions.Expect(page.The("who")).ToHaveTextAsync("reader · reader");
        await Assertions.Expect(page.The("login-form")).ToBeHiddenAsync();

        await page.Tab.ReloadAsync();
        await page.ShouldBeLiveAsync();
        await Assertions.Expect(page.The("who")).ToHaveTextAsync("reader · reader");

        await page.The("sign-out").ClickAsync();
        await Assertions.Expect(page.The("login-token")).ToBeFocusedAsync();
        await Assertions.Expect(page.The("login-error")).ToHaveTextAsync("");
        (await page.Tab.EvaluateAsync<string>(
            "JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])")).ShouldBe("[{},{},\"\"]");
        (await page.Tab.ContentAsync()).ShouldNotContain("esxi01");

        await page.Tab.ReloadAsync();
        await Assertions.Expect(page.The("login-form")).ToBeVisibleAsync();
        page.ShouldBeClean();
    }
}
