using System.Globalization;
using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.Reporting;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>
/// The file of Export-PassthroughReport in a browser: wide, narrow and on paper, light and dark, with names of all kinds.
/// </summary>
[Collection(PageCollection.Name)]
public sealed class ReportTests(PageFixture fixture)
{
    private const int Narrow = 400, Wide = 1280, Paper = 700;

    private static readonly string[] Names =
    [
        "<img src=x onerror=alert(1)>",
        "</bdi></td></table><script>alert(2)</script>'\"&amp;",
        "</title></style><style>@import url(http://127.0.0.1:1/x.css);</style>",
        "<meta http-equiv=refresh content='0;url=http://127.0.0.1:1/'><a href='javascript:alert(3)'>here</a>",
        new('W', 80),
        "\u062e\u0627\u062f\u0645 \u0667 \u202etxt.exe",
        new('<', 10_000),
    ];

    private static readonly string Folder =
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    [SkippableFact]
    public async Task Hostile_names_are_text_and_do_nothing()
    {
        await using var page = await fixture.OpenFileAsync(Written(Hostile()), Narrow);
        var text = await page.Tab.Locator("#vms").InnerTextAsync();
        foreach (var name in Names.Take(5)) text.ShouldContain(name);
        text.ShouldContain("\u062e\u0627\u062f\u0645 \u0667 [U+202E]txt.exe");
        text.ShouldContain($"{new string('<', HtmlText.MaxLength)}\u2026");
        (await page.Tab.Locator(
            "img, script, iframe, object, link, form, base, [onerror], a:not([href^='#']), meta[http-equiv=refresh]")
            .CountAsync()).ShouldBe(0);
        (await page.Tab.Locator("style").CountAsync()).ShouldBe(1);
        (await page.Tab.TitleAsync()).ShouldBe($"Passthrough report of {Names[2]}, 2026-01-02");
        page.ShouldBeClean();
        page.Requests.Count.ShouldBe(1, "the file itself and nothing else");
    }

    [SkippableFact]
    public async Task It_has_its_sections_and_a_row_for_each_machine_host_and_device()
    {
        var state = Hostile();
        await using var page = await fixture.OpenFileAsync(Written(state));
        (await page.Tab.Locator("h2").AllInnerTextsAsync())
            .ShouldBe(["Summary", "Virtual machines", "Capabilities", "Hosts", "Devices", "Failing prerequisites"]);
        (await RowsAsync("vms")).ShouldBe(state.VMs.Count);
        (await RowsAsync("hosts")).ShouldBe(state.Hosts.Count);
        (await RowsAsync("devices")).ShouldBe(state.Hosts.Values.Sum(static host => host.Devices.Count));
        (await RowsAsync("capabilities")).ShouldBe(2, "the machine with a device, and those without");
        (await page.Tab.Locator("#prerequisites tbody").InnerTextAsync()).ShouldContain(
            "Set-VMResourceConfiguration -MemReservationLockedToMax $true");
        (await page.Tab.Locator("nav a")
            .EvaluateAllAsync<bool>("links => links.every(link => document.querySelector(link.getAttribute('href')))"))
            .ShouldBeTrue();

        Task<int> RowsAsync(string section) => page.Tab.Locator($"#{section} tbody tr").CountAsync();
    }

    [SkippableFact]
    public async Task It_fits_wide_and_narrow_and_on_paper_light_and_dark()
    {
        var script = await AxeCore.ScriptAsync();
        foreach (var (name, state) in new[] { ("hostile", Hostile()), ("plain", PrerequisiteLab.Fit) })
        {
            await using var page = await fixture.OpenFileAsync(Written(state));
            await page.Tab.EvaluateAsync(script);
            foreach (int width in new[] { Narrow, Wide })
            {
                await page.Tab.SetViewportSizeAsync(width, 900);
                foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await page.Tab.EmulateMediaAsync(new() { ColorScheme = theme });
                    var sight = string.Create(CultureInfo.InvariantCulture, $"report-{name}-{theme}-{width}").ToLowerInvariant();
                    await page.Tab.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{sight}.png"), FullPage = true });
                    (await page.Tab.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(
                        width, sight);
                    (await page.Tab.EvaluateAsync<string[]>(AccessibilityTests.Check)).ShouldBeEmpty(sight);
                }
            }

            // On paper nothing scrolls, and what is dark on a screen is light.
            await page.Tab.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
            await page.Tab.SetViewportSizeAsync(Paper, 900);
            (await page.Tab.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Paper, name);
            (await page.Tab.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe(
                "rgb(255, 255, 255)");
            (await page.Tab.EvaluateAsync<string>("getComputedStyle(document.querySelector('thead')).display")).ShouldBe(
                "table-header-group");
            await page.Tab.PdfAsync(new() { Path = Path.Combine(Folder, $"report-{name}.pdf"), Format = "A4" });
        }
    }

    private static InventoryState Hostile()
    {
        var state = Lab.AddCluster(Names[0]).AddHost(Names[1])
            .AddDevice("03:00.0", A2, static device => device with { Name = Names[0] });
        foreach (var name in Names)
            state = state.AddVM(name, static vm => vm with { Notes = Names[0] });
        return state.Do(AttachFixed(Names[0], "03:00.0"))
            .ChangeVM(Names[0], static vm => vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 0 });
    }

    private static string Written(InventoryState state)
    {
        var path = Path.Combine(Path.GetTempPath(), "report.html");
        var report = new PassthroughReport(state.AllHosts(), static _ => Names[2], CancellationToken.None)
        {
            Servers = [Names[2]],
            Scope = "all 1",
            Created = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        };
        HtmlReport.Write(path, report, overwrite: true);
        return path;
    }
}
