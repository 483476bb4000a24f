using System;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>All that the page can look like, from the login on.</summary>
internal static class Tour
{
    /// <summary>Goes through it all, signing in with a token; look is told the name of each sight.</summary>
    public static async Task RunAsync(LivePage page, string token, Func<string, Task> look)
    {
        await look("login");
        await page.SignInAsync("no token at all");
        await look("login-refused");
        await page.SignInAsync(token);
        await page.ShouldBeLiveAsync();
        foreach (var view in Views.All)
        {
            await page.GoToAsync(view);
            await ShouldBeReadAsync(page);
            await look(view);
        }

        await page.GoToAsync(Views.Capabilities);
        await page.The("kind-device").CheckAsync();
        await ShouldBeReadAsync(page);
        await page.Panel(Views.Capabilities).Locator("td[data-support=notSupported]").First.FocusAsync();
        await look("capabilities-of-devices");
        await page.The("search").FillAsync("nothing has such a name");
        await Assertions.Expect(page.Panel(Views.Capabilities).Locator(".empty")).ToBeVisibleAsync();
        await look("nothing-found");
        await page.The("search").FillAsync("");
        await page.GoToAsync(Views.Devices);

        // As rows look that have just changed.
        await page.Tab.EvaluateAsync(
            """
            for (const row of document.querySelectorAll("#panel-devices tr[data-id]")) row.dataset.changed = "a";
            for (const fading of document.getAnimations()) fading.pause();
            """);
        await look("devices-changed");
        await page.Tab.RouteAsync("**/api/v1/events*", static route => route.AbortAsync());
        await page.Tab.ReloadAsync();
        await Assertions.Expect(page.The("live")).ToHaveAttributeAsync("data-state", "waiting");
        await look("disconnected");
    }

    /// <summary>Nothing went wrong but the connection that was taken away.</summary>
    public static void ShouldBeClean(LivePage page)
    {
        page.Errors.ShouldAllBe(static error => error == "Failed to load resource: net::ERR_FAILED");
        page.ShouldBeClean(page.Errors);
    }

    private static Task ShouldBeReadAsync(LivePage page) => Assertions.Expect(page.Panel(Views.Capabilities).Locator("[data-support=pending]")).ToHaveCountAsync(0);
}
