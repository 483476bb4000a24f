using System.Globalization;
using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>How the page looks: pictures for those who want to see it, and what can be said of them without looking.</summary>
[Collection(PageCollection.Name)]
public sealed class AppearanceTests(PageFixture fixture)
{
    private const string Light = "rgb(245, 246, 248)", Dark = "rgb(17, 21, 27)";
    private static readonly string Folder =
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    private const string FarthestTab =
        "Math.max(0, ...[...document.querySelectorAll('.tabs button:not([hidden])')].map(tab => "
        + "tab.getBoundingClientRect().right))";

    private static readonly int[] Widths = [390, 768, 1400];

    [SkippableFact]
    public async Task Every_view_fits_wide_and_narrow_and_says_nothing_on_the_console()
    {
        await using var page = await fixture.OpenAsync();
        await Tour.RunAsync(page, fixture.Server.Tokens[TokenRole.Admin], async sight =>
        {
            foreach (int width in Widths)
            {
                await page.Tab.SetViewportSizeAsync(width, 800);
                await page.Tab.ScreenshotAsync(
                    new() { Path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{sight}-{width}.png")) });
                (await page.Tab.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(
                    width, sight);

                // No tab hides behind another's edge: who does not know that they scroll finds no refusals.
                (await page.Tab.EvaluateAsync<double>(FarthestTab)).ShouldBeLessThanOrEqualTo(width, sight);
            }
        });
        Tour.ShouldBeClean(page);
    }

    [SkippableFact]
    public async Task The_theme_is_the_systems_until_it_is_chosen_and_the_choice_stays()
    {
        await using var page = await fixture.OpenAsync();
        var toggle = page.The("theme-toggle");
        (await PaperAsync()).ShouldBe(Light);
        await page.Tab.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        (await PaperAsync()).ShouldBe(Dark);

        await toggle.ClickAsync();
        await Assertions.Expect(toggle).ToHaveTextAsync("Theme: light");
        (await PaperAsync()).ShouldBe(Light);
        await page.Tab.ReloadAsync();
        await Assertions.Expect(toggle).ToHaveTextAsync("Theme: light");
        (await PaperAsync()).ShouldBe(Light);

        await toggle.ClickAsync();
        await page.Tab.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Assertions.Expect(toggle).ToHaveTextAsync("Theme: dark");
        (await PaperAsync()).ShouldBe(Dark);
        await toggle.ClickAsync();
        await Assertions.Expect(toggle).ToHaveTextAsync("Theme: auto");
        (await PaperAsync()).ShouldBe(Light);
        page.ShouldBeClean();

        Task<string> PaperAsync() => page.Tab.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
    }
}
