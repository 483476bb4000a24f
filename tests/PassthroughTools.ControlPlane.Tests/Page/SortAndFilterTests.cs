using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>Rows in another order, fewer of them, and the ways from one object to another.</summary>
[Collection(PageCollection.Name)]
public sealed class SortAndFilterTests(PageFixture fixture)
{
    [SkippableFact]
    public async Task A_column_sorts_from_its_least_from_its_greatest_and_not_at_all()
    {
        await using var page = await fixture.OpenLiveAsync(Views.VMs);
        var heading = page.Panel(Views.VMs).Locator("thead [data-col=memory]");
        var before = await ColumnAsync(page, Views.VMs, "name");
        await heading.Locator("button").PressAsync("Enter");
        await Assertions.Expect(heading).ToHaveAttributeAsync("aria-sort", "ascending");
        var sizes = (await ColumnAsync(page, Views.VMs, "memory"))
            .Select(static text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        sizes.ShouldBe(sizes.Order());
        sizes.Distinct().Count().ShouldBeGreaterThan(2);
        await heading.Locator("button").PressAsync("Enter");
        await Assertions.Expect(heading).ToHaveAttributeAsync("aria-sort", "descending");
        (await ColumnAsync(page, Views.VMs, "memory")).Select(static text =>
            double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(sizes.OrderDescending());
        await heading.Locator("button").PressAsync("Enter");
        (await heading.GetAttributeAsync("aria-sort")).ShouldBeNull();
        (await ColumnAsync(page, Views.VMs, "name")).ShouldBe(before);
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task Sorted_devices_are_of_all_hosts_and_say_of_which()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Devices);
        await Assertions.Expect(page.Panel(Views.Devices).Locator("tbody [data-col=host]").First).ToBeHiddenAsync();
        await page.Panel(Views.Devices).Locator("thead [data-col=mode] button").ClickAsync();
        await Assertions.Expect(page.Panel(Views.Devices).Locator("tr.group")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Panel(Views.Devices).Locator("tbody [data-col=host]").First).ToBeVisibleAsync();
        var modes = await ColumnAsync(page, Views.Devices, "mode");
        modes.Length.ShouldBe(81);
        modes.ShouldBe(modes.Order(StringComparer.OrdinalIgnoreCase));
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task Filters_leave_the_devices_that_fit_all_of_them()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Devices);
        using var backend = await fixture.Server.ConnectAsync();
        var state = await backend.ReadAsync(CancellationToken.None);
        var all = state.Hosts.Values.SelectMany(static host => host.Devices, static (host, device) => (host, device)).ToList();

        await page.The("free-only").CheckAsync();
        await ShouldShowAsync(one => one.device is { PassthroughCapable: true, OwnerUnknown: false }
            && state.OwnerOf(new DeviceRef(one.host.Id, one.device.Address)) is null);
        await page.The("free-only").UncheckAsync();
        await page.The("filter-mode").SelectOptionAsync("directPath");
        await ShouldShowAsync(static one => one.device.Mode == DeviceMode.DirectPath);
        var cluster = state.Clusters.Values.First();
        await page.The("filter-cluster").SelectOptionAsync(cluster.Id);
        await ShouldShowAsync(one => one.device.Mode == DeviceMode.DirectPath && one.host.ClusterId == cluster.Id);
        await page.The("filter-mode").SelectOptionAsync("");
        var label = all.Select(static one => one.device.HardwareLabel).First(static label => label is not null)!;
        await page.The("filter-cluster").SelectOptionAsync("");
        await page.The("filter-label").SelectOptionAsync(label);
        await ShouldShowAsync(one => one.device.HardwareLabel == label);
        await page.The("filter-label").SelectOptionAsync("");
        var model = all.First(static one => one.device.PassthroughCapable).device.Name!;
        await page.The("filter-model").SelectOptionAsync(model);
        await ShouldShowAsync(one => one.device.Name == model);

        // The cluster is every view's.
        await page.The("filter-model").SelectOptionAsync("");
        await page.The("filter-cluster").SelectOptionAsync(cluster.Id);
        foreach (var (view, count) in new[] { (Views.Hosts, state.Hosts.Values.Count(host => host.ClusterId == cluster.Id)),
            (Views.VMs, state.VMs.Values.Count(vm => state.Hosts.Find(vm.HostId)!.ClusterId == cluster.Id)) })
        {
            await page.GoToAsync(view);
            await Assertions.Expect(page.Panel(view).Locator("tr[data-id]")).ToHaveCountAsync(count);
        }

        page.ShouldBeClean();

        async Task ShouldShowAsync(Func<(HostRecord host, PciDeviceRecord device), bool> fits)
        {
            var wanted = all.Where(fits).Select(static one => $"{one.host.Id}/{one.device.Address}").ToList();
            wanted.Count.ShouldBeInRange(1, 80);
            await Assertions.Expect(page.Panel(Views.Devices).Locator("tr[data-id]")).ToHaveCountAsync(wanted.Count);
            (await page.Panel(Views.Devices).Locator("tr[data-id]")
                .EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.id)")).ShouldBe(wanted, ignoreOrder: true);
            await Assertions.Expect(page.The("matches")).ToContainTextAsync("of 81 devices found");
        }
    }

    [SkippableFact]
    public async Task Links_lead_from_a_host_to_its_devices_to_a_machine_and_back()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Hosts);
        using var backend = await fixture.Server.ConnectAsync();
        var state = await backend.ReadAsync(CancellationToken.None);
        var vm = state.VMs.Values.First(one => one.Devices.Any(static attachment => attachment.Device is not null));
        var device = vm.Devices.First(static attachment => attachment.Device is not null).Device!.Value;
        var host = state.Hosts.Find(device.HostId)!;

        await page.Row(Views.Hosts, host.Id).Locator("[data-col=name] a").ClickAsync();
        await Assertions.Expect(page.Panel(Views.Devices)).ToBeVisibleAsync();
        await Assertions.Expect(page.Panel(Views.Devices).Locator($"tbody[data-group='{host.Id}'] button.fold"))
            .ToBeFocusedAsync();
        await page.Row(Views.Devices, $"{device.HostId}/{device.Address}").Locator("[data-col=owner] a").PressAsync("Enter");
        await Assertions.Expect(page.Row(Views.VMs, vm.Id)).ToBeFocusedAsync();
        await page.Row(Views.VMs, vm.Id).Locator("[data-col=devices] a").First.PressAsync("Enter");
        await Assertions.Expect(page.Row(Views.Devices, $"{device.HostId}/{device.Address}")).ToBeFocusedAsync();
        await page.Panel(Views.Devices).Locator($"tbody[data-group='{host.Id}'] a.jump").PressAsync("Enter");
        await Assertions.Expect(page.Row(Views.Hosts, host.Id)).ToBeFocusedAsync();
        await page.Row(Views.Hosts, host.Id).Locator("[data-col=vms] a").ClickAsync();
        await Assertions.Expect(page.Panel(Views.VMs).Locator("tr[data-id]"))
            .ToHaveCountAsync(state.VMs.Values.Count(one => one.HostId == host.Id));
        await page.The("filter-host").ClickAsync();
        await Assertions.Expect(page.Panel(Views.VMs).Locator("tr[data-id]")).ToHaveCountAsync(state.VMs.Count);

        // What a filter or the search leaves out is shown all the same, and the browser's way back leads back.
        await page.The("search").FillAsync("nothing has such a name");
        await Assertions.Expect(page.The("matches")).ToContainTextAsync("Nothing found");
        await page.Tab.GoBackAsync();
        await Assertions.Expect(page.Row(Views.Hosts, host.Id)).ToBeFocusedAsync();
        await Assertions.Expect(page.The("search")).ToHaveValueAsync("");
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task On_a_phone_mode_and_owner_are_seen()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Devices, width: 390);
        foreach (var column in (string[])["address", "name", "mode", "owner"])
        {
            var box = await page.Panel(Views.Devices).Locator($"tr[data-id] [data-col={column}]").First.BoundingBoxAsync();
            box.ShouldNotBeNull(column);
            (box.X + box.Width).ShouldBeLessThanOrEqualTo(390, column);
        }

        foreach (var view in (string[])[Views.Hosts, Views.VMs, Views.Events])
        {
            await page.GoToAsync(view);
            (await page.Panel(view).Locator(".region").EvaluateAsync<int>("region => region.scrollWidth - region.clientWidth"))
                .ShouldBe(0, view);
        }

        page.ShouldBeClean();
    }

    private static Task<string[]> ColumnAsync(LivePage page, string view, string column) =>
        page.Panel(view).Locator($"tr[data-id] [data-col={column}]")
            .EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.textContent.trim())");
}
