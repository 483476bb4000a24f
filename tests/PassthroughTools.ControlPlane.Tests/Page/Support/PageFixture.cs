using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Support;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>A server with the sample rack and a browser. Where there is no browser, whoever opens a page is skipped.</summary>
public sealed class PageFixture : IAsyncLifetime
{
    private Chromium? chromium;

    internal TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        chromium = await Chromium.StartAsync();
        Server = await TestServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (chromium is not null) await chromium.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>For a test that does something else before it opens the page.</summary>
    internal void SkipWithoutBrowser() => Skip.If(chromium is null, Chromium.Missing);

    /// <summary>The page in a window of its own, not signed in.</summary>
    internal async Task<LivePage> OpenAsync(Uri? address = null, string view = "", int width = 1280)
    {
        SkipWithoutBrowser();
        return await LivePage.OpenAsync(chromium!.Browser, address ?? Server.Address, view, width);
    }

    /// <summary>A file in a window of its own.</summary>
    internal async Task<LivePage> OpenFileAsync(string path, int width = 1280)
    {
        SkipWithoutBrowser();
        return await LivePage.OpenAsync(chromium!.Browser, new Uri(path), width);
    }

    /// <summary>The page of the sample rack, signed in as a reader and live.</summary>
    internal async Task<LivePage> OpenLiveAsync(string view = "", int width = 1280)
    {
        var page = await OpenAsync(null, view, width);
        await page.SignInAsync(Server.Tokens[TokenRole.Reader]);
        await page.ShouldBeLiveAsync();
        return page;
    }
}
