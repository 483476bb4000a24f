using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
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
    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Light, 400)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task Every_view_fits_and_says_nothing_on_the_console(ColorScheme theme, int width)
    {
        await using var page = await fixture.OpenAsync(width: width, theme: theme);
        await Tour.RunAsync(page, fixture.Server.Tokens[TokenRole.Reader], async sight =>
        {
            await page.Tab.ScreenshotAsync(new() { Path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{sight}-{theme}-{width}.png").ToLowerInvariant()) });
            (await page.Tab.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, sight);
        });
        page.ShouldBeClean();
    }
}
