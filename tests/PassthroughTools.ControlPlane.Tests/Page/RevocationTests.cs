using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>A token that is withdrawn while its page is open.</summary>
[Collection(PageCollection.Name)]
public sealed class RevocationTests(PageFixture fixture)
{
    [SkippableFact]
    public async Task A_revoked_token_leads_back_to_the_login_with_the_reason()
    {
        await using var page = await fixture.OpenAsync();
        var issued = IssuedToken.Issue("leaver", TokenRole.Reader, DateTimeOffset.UtcNow, null);
        await fixture.Server.Storage.Tokens.AddAsync(issued.Token, CancellationToken.None);
        await page.SignInAsync(issued.Text);
        await page.ShouldBeLiveAsync();
        await Assertions.Expect(page.The("who")).ToHaveTextAsync("leaver · reader");
        using var backend = await fixture.Server.ConnectAsync();

        await fixture.Server.Storage.Tokens.RevokeAsync("leaver", DateTimeOffset.UtcNow, CancellationToken.None);
        await using var rig = await Rig.CreateAsync(backend, "not-for-leavers");

        await Assertions.Expect(page.The("login-error")).ToContainTextAsync("was revoked");
        await Assertions.Expect(page.The("login-token")).ToBeFocusedAsync();
        (await page.Tab.ContentAsync()).ShouldNotContain("esxi01");
        (await page.Tab.ContentAsync()).ShouldNotContain("not-for-leavers");
        (await page.Tab.EvaluateAsync<int>("sessionStorage.length")).ShouldBe(0);
        page.ShouldBeClean("Failed to load resource: the server responded with a status of 401 (Unauthorized)");
    }
}
