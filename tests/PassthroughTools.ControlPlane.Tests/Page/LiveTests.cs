using System.Globalization;
using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>Changes through the API show on a page that nobody touches.</summary>
[Collection(PageCollection.Name)]
public sealed class LiveTests(PageFixture fixture)
{
    [SkippableFact]
    public async Task An_attach_is_in_the_owner_cell_and_gone_with_the_detach()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Devices);
        using var backend = await fixture.Server.ConnectAsync();
        await using var rig = await Rig.CreateAsync(backend, "live");
        var owner = page.Row(Views.Devices, rig.DeviceRow).Locator("[data-col=owner]");
        await Assertions.Expect(owner).ToHaveTextAsync("free");
        await rig.AttachAsync();
        await Assertions.Expect(owner).ToHaveTextAsync("live");
        await rig.DetachAsync();
        await Assertions.Expect(owner).ToHaveTextAsync("free");
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task A_vm_its_devices_and_capabilities_the_hosts_sums_and_the_events_follow()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Capabilities);
        using var backend = await fixture.Server.ConnectAsync();
        ILocator vMotion;
        await using (var rig = await Rig.CreateAsync(backend, "live-everywhere"))
        {
            vMotion = page.Row(Views.Capabilities, rig.VMRow).Locator("[data-feature=vMotion]");
            await Assertions.Expect(vMotion).ToHaveTextAsync("yes");
            await CheckAsync(page, rig, vMotion);
        }

        await Assertions.Expect(vMotion).ToHaveCountAsync(0);
        page.ShouldBeClean();
    }

    private static async Task CheckAsync(LivePage page, Rig rig, ILocator vMotion)
    {
        var commit = await rig.AttachAsync();
        await Assertions.Expect(vMotion).ToHaveTextAsync("no");

        await page.GoToAsync(Views.VMs);
        await Assertions.Expect(page.Row(Views.VMs, rig.VMRow).Locator("[data-col=devices]"))
            .ToContainTextAsync(rig.DeviceRow.Split('/')[1]);
        await page.GoToAsync(Views.Hosts);
        (await page.CellsAsync(Views.Hosts)).ShouldBe(Expected.Hosts(commit.State), ignoreOrder: true);
        await page.GoToAsync(Views.Events);
        var row = page.Row(Views.Events, commit.Event!.Value.ToString(CultureInfo.InvariantCulture));
        await Assertions.Expect(row.Locator("[data-col=summary]")).ToHaveTextAsync(commit.Summary);
        await Assertions.Expect(row.Locator("[data-col=actor]"))
            .ToHaveTextAsync((await rig.EventAsync(commit.Event.Value)).Actor);
        (await page.Panel(Views.Events).Locator("tr[data-id]").First.GetAttributeAsync("data-id")).ShouldBe(
            await row.GetAttributeAsync("data-id"), "the newest is the first");

        var gone = await rig.DetachAsync();
        await Assertions.Expect(page.Row(Views.Events, gone.Event!.Value.ToString(CultureInfo.InvariantCulture)))
            .ToContainTextAsync("detached");
        await page.GoToAsync(Views.Capabilities);
        await Assertions.Expect(vMotion).ToHaveTextAsync("yes");
    }
}
