using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>The whole sample rack is on the page.</summary>
[Collection(PageCollection.Name)]
public sealed class InventoryTests(PageFixture fixture)
{
    [SkippableFact]
    public async Task Every_host_device_and_vm_is_shown_as_the_api_has_it()
    {
        await using var page = await fixture.OpenLiveAsync();
        using var backend = await fixture.Server.ConnectAsync();
        var state = await backend.ReadAsync(CancellationToken.None);

        await CheckAsync(page, Views.Hosts, Expected.Hosts(state), columns: 10, rows: 6);
        await CheckAsync(page, Views.Devices, Expected.Devices(state), columns: 8, rows: 81);
        await CheckAsync(page, Views.VMs, Expected.VMs(state), columns: 8, rows: 10);
        page.ShouldBeClean();
    }

    private static async Task CheckAsync(LivePage page, string view, IEnumerable<string> expected, int columns, int rows)
    {
        await page.GoToAsync(view);
        var shown = await page.CellsAsync(view);
        shown.Length.ShouldBe(columns * rows);
        shown.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }
}
