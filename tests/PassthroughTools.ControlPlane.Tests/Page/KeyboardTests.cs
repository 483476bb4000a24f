using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>All of it can be done without a mouse; no test here uses one.</summary>
[Collection(PageCollection.Name)]
public sealed class KeyboardTests(PageFixture fixture)
{
    [SkippableFact]
    public async Task The_search_is_come_to_by_slash_finds_in_all_views_and_is_cleared_by_escape()
    {
        await using var page = await OpenAsync();
        await page.Tab.Keyboard.PressAsync("/");
        await Assertions.Expect(page.The("search")).ToBeFocusedAsync();
        await page.Tab.Keyboard.TypeAsync("ESXI03 accel");
        await Assertions.Expect(page.The("matches")).ToHaveTextAsync("1 of 6 hosts found");
        await Assertions.Expect(page.Panel(Views.Hosts).Locator("tr[data-id]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Panel(Views.Hosts).Locator("tr[data-id]")).ToContainTextAsync("esxi03.domain.com");
        await Assertions.Expect(page.The("tab-vms").Locator(".count")).ToHaveTextAsync("0");

        await page.Tab.Keyboard.PressAsync("Control+a");
        await page.Tab.Keyboard.TypeAsync("in no row, surely");
        await Assertions.Expect(page.The("matches")).ToHaveTextAsync("Nothing found in 6 hosts");
        await Assertions.Expect(page.Panel(Views.Hosts).Locator(".empty")).ToBeVisibleAsync();

        await page.Tab.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.The("search")).ToHaveValueAsync("");
        await Assertions.Expect(page.The("matches")).ToHaveTextAsync("6 hosts");
        await Assertions.Expect(page.The("search")).ToBeFocusedAsync();
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task The_tabs_are_walked_through_by_arrows_and_the_address_follows()
    {
        await using var page = await OpenAsync();
        foreach (var (key, view) in ((string, string)[])
        [
            ("ArrowRight", Views.Devices), ("ArrowRight", Views.VMs), ("ArrowRight", Views.Capabilities),
            ("ArrowRight", Views.Events), ("ArrowRight", Views.Hosts),
            ("ArrowLeft", Views.Events), ("Home", Views.Hosts), ("End", Views.Events), ("ArrowLeft", Views.Capabilities),
        ])
        {
            await page.Tab.Keyboard.PressAsync(key);
            await ShouldShowAsync(page, view);
            await Assertions.Expect(page.The($"tab-{view}")).ToBeFocusedAsync();
        }

        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task The_address_leads_to_a_view_and_the_browsers_way_back_does()
    {
        await using var page = await fixture.OpenLiveAsync(Views.VMs);
        await ShouldShowAsync(page, Views.VMs);
        await page.Tab.EvaluateAsync("location.hash = 'events'");
        await ShouldShowAsync(page, Views.Events);
        await page.Tab.GoBackAsync();
        await ShouldShowAsync(page, Views.VMs);
        await page.Tab.GoForwardAsync();
        await ShouldShowAsync(page, Views.Events);
        await page.Tab.EvaluateAsync("location.hash = 'no-such-view'");
        await Assertions.Expect(page.Panel(Views.Events)).ToBeVisibleAsync();
        await page.Tab.ReloadAsync();
        await page.ShouldBeLiveAsync();
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task The_grid_is_walked_through_by_arrows_and_the_details_follow()
    {
        await using var page = await OpenAsync();
        var (keys, focused, title) = (page.Tab.Keyboard, page.Tab.Locator(":focus"), page.The("details").Locator("h3"));
        await keys.PressAsync("End");
        await keys.PressAsync("ArrowLeft");
        await Assertions.Expect(page.Panel(Views.Capabilities).Locator("[data-support=pending]")).ToHaveCountAsync(0);
        for (int i = 0; i < 10 && !await focused.EvaluateAsync<bool>("element => element.matches('.grid *')"); i++)
            await keys.PressAsync("Tab");

        await Assertions.Expect(focused).ToHaveAttributeAsync("data-feature", "vMotion");
        var first = await RowAsync();
        await keys.PressAsync("ArrowRight");
        await Assertions.Expect(focused).ToHaveAttributeAsync("data-feature", "suspendResume");
        await Assertions.Expect(title).ToContainTextAsync("Suspend and resume");
        await keys.PressAsync("ArrowDown");
        await Assertions.Expect(focused).ToHaveAttributeAsync("data-feature", "suspendResume");
        string.Equals(await RowAsync(), first, StringComparison.Ordinal).ShouldBeFalse();
        await keys.PressAsync("End");
        await Assertions.Expect(focused).ToHaveAttributeAsync("data-feature", "recordReplay");
        await keys.PressAsync("ArrowRight");
        await Assertions.Expect(focused).ToHaveAttributeAsync("data-feature", "recordReplay");
        await keys.PressAsync("ArrowUp");
        await keys.PressAsync("Home");
        (await RowAsync()).ShouldBe(first);
        await Assertions.Expect(focused).ToHaveAttributeAsync("scope", "row");
        await Assertions.Expect(page.The("details")).ToContainTextAsync("yes (works):");
        await keys.PressAsync("Control+End");
        (await focused.EvaluateAsync<bool>(
            "cell => cell === [...document.querySelectorAll('#panel-capabilities tbody td')].at(-1)")).ShouldBeTrue();
        await keys.PressAsync("Control+Home");
        await Assertions.Expect(focused).ToHaveTextAsync("Name");

        // Of the whole grid one cell is a stop of the tab key.
        (await page.Panel(Views.Capabilities).Locator(".grid [tabindex='0']").CountAsync()).ShouldBe(1);
        page.ShouldBeClean();

        Task<string> RowAsync() => focused.EvaluateAsync<string>("cell => cell.parentElement.dataset.id");
    }

    [SkippableTheory]
    [InlineData(Views.Devices)]
    [InlineData(Views.Capabilities)]
    public async Task The_tab_key_comes_to_every_control_and_the_focus_is_seen(string view)
    {
        await using var page = await fixture.OpenLiveAsync(view);
        await page.Tab.ReloadAsync();
        await page.ShouldBeLiveAsync();
        await Assertions.Expect(page.Panel(Views.Capabilities).Locator("[data-support=pending]")).ToHaveCountAsync(0);
        var controls = await FocusWalk.ControlsAsync(page);
        controls.Length.ShouldBeGreaterThanOrEqualTo(8);
        (await FocusWalk.StopsAsync(page)).ShouldBe(controls);
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task Groups_of_devices_fold_by_the_keyboard()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Devices);
        using var backend = await fixture.Server.ConnectAsync();
        var hosts = (await backend.ReadAsync(CancellationToken.None)).Hosts.Count;
        var rows = page.Panel(Views.Devices).Locator("tr[data-id]");
        var all = await rows.CountAsync();
        var fold = page.Panel(Views.Devices).Locator("button.fold").First;
        await fold.PressAsync("Enter");
        await Assertions.Expect(fold).ToHaveAttributeAsync("aria-expanded", "false");
        (await rows.CountAsync()).ShouldBeLessThan(all);
        await Assertions.Expect(fold).ToBeFocusedAsync();
        await page.The("collapse-all").PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        (await page.Panel(Views.Devices).Locator("button.fold").CountAsync()).ShouldBe(hosts);
        await page.The("expand-all").PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(all);
        await page.The("capable-only").PressAsync("Space");
        await Assertions.Expect(page.Panel(Views.Devices).GetByText("not capable")).ToHaveCountAsync(0);
        page.ShouldBeClean();
    }

    /// <summary>Signs in by the keyboard; the focus is on the tab then.</summary>
    private async Task<LivePage> OpenAsync()
    {
        var page = await fixture.OpenAsync();
        await Assertions.Expect(page.The("login-token")).ToBeFocusedAsync();
        await page.Tab.Keyboard.TypeAsync(fixture.Server.Tokens[TokenRole.Reader]);
        await page.Tab.Keyboard.PressAsync("Enter");
        await page.ShouldBeLiveAsync();
        await Assertions.Expect(page.The("tab-hosts")).ToBeFocusedAsync();
        return page;
    }

    private static async Task ShouldShowAsync(LivePage page, string view)
    {
        foreach (var other in Views.All)
        {
            await Assertions.Expect(page.The($"tab-{other}"))
                .ToHaveAttributeAsync("aria-selected", other == view ? "true" : "false");
            await Assertions.Expect(page.Panel(other)).ToBeVisibleAsync(new() { Visible = other == view });
        }

        new Uri(page.Tab.Url).Fragment.ShouldBe($"#{view}");
    }
}
