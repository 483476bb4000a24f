using Microsoft.Playwright;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>All that the page can look like, from the login on, light and dark.</summary>
internal static class Tour
{
    /// <summary>Makes the devices look as they do when they have just changed.</summary>
    private const string MarkChanged =
        """
        const rows = [...document.querySelectorAll("#panel-devices tr[data-id]")];
        for (const row of rows) delete row.dataset.changed;
        document.body.getBoundingClientRect();
        for (const row of rows) row.dataset.changed = "a";
        for (const fading of document.getAnimations()) fading.pause();
        """;

    private static readonly ColorScheme[] Themes = [ColorScheme.Light, ColorScheme.Dark];

    /// <summary>Goes through it all, signing in with a token; inspect is told the name of each sight.</summary>
    public static async Task RunAsync(LivePage page, string token, Func<string, Task> inspect)
    {
        await LookAsync("login");
        await page.SignInAsync("no token at all");
        await LookAsync("login-refused");
        await page.SignInAsync(token);
        await page.ShouldBeLiveAsync();
        foreach (var view in (string[])[.. Views.All, Views.Refusals, Views.Tokens])
        {
            await page.GoToAsync(view);
            await ShouldBeReadAsync(page);
            await LookAsync(view);
        }

        await page.GoToAsync(Views.Capabilities);
        await page.The("kind-device").CheckAsync();
        await ShouldBeReadAsync(page);
        await page.Panel(Views.Capabilities).Locator("td[data-support=notSupported]").First.FocusAsync();
        await LookAsync("capabilities-of-devices");
        await page.The("search").FillAsync("nothing has such a name");
        await Assertions.Expect(page.Panel(Views.Capabilities).Locator(".empty")).ToBeVisibleAsync();
        await LookAsync("nothing-found");
        await page.The("search").FillAsync("");
        await page.GoToAsync(Views.Devices);
        await page.Panel(Views.Devices).Locator("thead [data-col=owner] button").ClickAsync();
        await page.The("filter-mode").SelectOptionAsync("directPath");
        await LookAsync("devices-sorted-and-filtered");
        await page.The("filter-mode").SelectOptionAsync("");
        for (int i = 0; i < 2; i++) await page.Panel(Views.Devices).Locator("thead [data-col=owner] button").ClickAsync();
        await page.Panel(Views.Devices).Locator("tbody a.owner").First.ClickAsync();
        await Assertions.Expect(page.Tab.Locator("[data-changed]")).ToHaveCountAsync(0);
        await LookAsync("linked-machine");
        await page.GoToAsync(Views.Devices);

        await LookAsync("devices-changed", MarkChanged);
        await page.Tab.RouteAsync("**/api/v1/events*", static route => route.AbortAsync());
        await page.Tab.ReloadAsync();
        await Assertions.Expect(page.The("live")).ToHaveAttributeAsync("data-state", "waiting");
        await LookAsync("disconnected");

        async Task LookAsync(string sight, string? before = null)
        {
            foreach (var theme in Themes)
            {
                await page.Tab.EmulateMediaAsync(new() { ColorScheme = theme });
                if (before is not null) await page.Tab.EvaluateAsync($"() => {{ {before} }}");
                await inspect($"{sight}-{theme}".ToLowerInvariant());
            }
        }
    }

    /// <summary>Nothing went wrong but the connection that was taken away.</summary>
    public static void ShouldBeClean(LivePage page)
    {
        page.Errors.ShouldAllBe(static error => error == "Failed to load resource: net::ERR_FAILED");
        page.ShouldBeClean(page.Errors);
    }

    private static Task ShouldBeReadAsync(LivePage page) =>
        Assertions.Expect(page.Panel(Views.Capabilities).Locator("[data-support=pending]")).ToHaveCountAsync(0);
}
