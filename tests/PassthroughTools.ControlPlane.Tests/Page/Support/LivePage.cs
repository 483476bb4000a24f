using System.Collections.Concurrent;
using Microsoft.Playwright;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>The page in a window of its own. What goes wrong in it, and what it asks for, is written down.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    /// <summary>For a machine that is busy with other tests.</summary>
    public const float Patience = 20_000;

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> errors = [], requests = [];

    private LivePage(IBrowserContext context, IPage tab)
    {
        this.context = context;
        Tab = tab;
        Assertions.SetDefaultExpectTimeout(Patience);
        tab.SetDefaultTimeout(Patience);
        tab.Request += (_, request) => requests.Enqueue(request.Url);
        tab.PageError += (_, error) => errors.Enqueue(error);
        tab.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") errors.Enqueue(message.Text);
        };
        tab.Dialog += (_, dialog) =>
        {
            errors.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Tab { get; }

    /// <summary>Errors and warnings of the console, exceptions, and dialogs.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>The addresses that were asked for.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    public static Task<LivePage> OpenAsync(IBrowser browser, Uri address, string view, int width) =>
        OpenAsync(browser, new Uri(address, view.Length == 0 ? "/" : $"/#{view}"), width);

    /// <summary>Any page, such as a file.</summary>
    public static async Task<LivePage> OpenAsync(IBrowser browser, Uri address, int width)
    {
        var window = await browser.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = 800 }, ReducedMotion = ReducedMotion.Reduce });
        var page = new LivePage(window, await window.NewPageAsync());
        await page.Tab.GotoAsync(address.AbsoluteUri);
        return page;
    }

    /// <summary>The element of a hook.</summary>
    public ILocator The(string hook) => Tab.GetByTestId(hook);

    public ILocator Panel(string view) => The($"panel-{view}");

    public ILocator Row(string view, string id) => Panel(view).Locator($"tr[data-id=\"{id}\"]");

    public async Task SignInAsync(string token)
    {
        await The("login-token").FillAsync(token);
        await The("login-submit").ClickAsync();
    }

    public Task ShouldBeLiveAsync() => Assertions.Expect(The("live")).ToHaveAttributeAsync("data-state", "live");

    public async Task GoToAsync(string view)
    {
        await The($"tab-{view}").ClickAsync();
        await Assertions.Expect(Panel(view)).ToBeVisibleAsync();
    }

    /// <summary>Waits until the page has a revision and has drawn it.</summary>
    public async Task ShouldHaveDrawnAsync(long revision)
    {
        await Tab.WaitForFunctionAsync(
            "revision => Number(document.getElementById('revision').textContent) >= revision", revision);
        await Tab.WaitForTimeoutAsync(300);
    }

    /// <summary>What a view's table says: for each cell its row, column and text.</summary>
    public async Task<string[]> CellsAsync(string view) => await Panel(view).EvaluateAsync<string[]>(
        """
        panel => [...panel.querySelectorAll("tr[data-id]")].flatMap(row => [...row.querySelectorAll("[data-col]")]
            .map(cell => `${row.dataset.id} ${cell.dataset.col}: ${cell.textContent.replaceAll(/\s+/g, " ").trim()}`.trim()))
        """);

    /// <summary>Nothing went wrong, and nothing but the server was asked.</summary>
    public void ShouldBeClean(params IReadOnlyCollection<string> expectedErrors)
    {
        Errors.ShouldBe(expectedErrors);
        var origin = new Uri(Tab.Url).GetLeftPart(UriPartial.Authority);
        Requests.ShouldNotBeEmpty();
        Requests.ShouldAllBe(url => url.StartsWith(origin + "/", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
