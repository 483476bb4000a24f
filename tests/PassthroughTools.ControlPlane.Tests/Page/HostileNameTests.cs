using System.Globalization;
using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>What the inventory says is text, whatever it is.</summary>
[Collection(PageCollection.Name)]
public sealed class HostileNameTests(PageFixture fixture)
{
    private static readonly string[] Names =
    [
        "<img src=x onerror=alert(1)>",
        "</bdi></td><script>alert(2)</script>'\"&amp;",
        new('W', 80),
        "خادم رقم ٧ \u202Etxt.exe",
    ];

    [SkippableFact]
    public async Task Hostile_names_are_shown_as_text_in_every_view()
    {
        await using var page = await fixture.OpenLiveAsync(width: 400);
        using var backend = await fixture.Server.ConnectAsync();
        await using var rigs = new Rigs();
        foreach (var name in Names)
        {
            var rig = await Rig.CreateAsync(backend, name);
            rigs.Add(rig);
            await rig.NoteAsync(name);
            await rig.AttachAsync();
        }

        for (int i = 0; i < Names.Length; i++)
        {
            var (name, rig) = (Names[i], rigs[i]);
            await page.GoToAsync(Views.VMs);
            await ShouldSayAsync(page, page.Row(Views.VMs, rig.VMRow).Locator("[data-col=name]"), name);
            await ShouldSayAsync(page, page.Row(Views.VMs, rig.VMRow).Locator("[data-col=notes]"), name);
            await page.GoToAsync(Views.Devices);
            await ShouldSayAsync(page, page.Row(Views.Devices, rig.DeviceRow).Locator("[data-col=owner]"), name);
            await page.GoToAsync(Views.Events);
            await ShouldSayAsync(page,
                page.Row(Views.Events, rig.Revision.ToString(CultureInfo.InvariantCulture)).Locator("[data-col=summary]"), name);
            await page.GoToAsync(Views.Capabilities);
            await ShouldSayAsync(page, page.Row(Views.Capabilities, rig.VMRow).Locator("th"), name);
            await page.Row(Views.Capabilities, rig.VMRow).Locator("td").First.FocusAsync();
            await ShouldSayAsync(page, page.The("details").Locator("h3"), name);
            await page.The("search").FillAsync(name);
            await Assertions.Expect(page.Panel(Views.Capabilities).Locator("tr[data-id]")).ToHaveCountAsync(1);
            await page.The("search").FillAsync("");
        }

        (await page.Tab.Locator("#app :is(img, script, iframe, style)").CountAsync()).ShouldBe(0);
        page.ShouldBeClean();
    }

    private static async Task ShouldSayAsync(LivePage page, ILocator cell, string name)
    {
        // As the whole text of an element that keeps its direction to itself.
        await Assertions.Expect(cell).ToContainTextAsync(name);
        (await cell.EvaluateAsync<bool>(
            "(cell, name) => [...cell.querySelectorAll('bdi')].some(element => element.textContent === name)",
            name)).ShouldBeTrue();
        (await page.Tab.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(400,
            "the page itself does not scroll sideways");
    }
}
