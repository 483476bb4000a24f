using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.State;
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
        await CheckAsync(page, Views.Devices, Expected.Devices(state), columns: 9, rows: 81);
        await CheckAsync(page, Views.VMs, Expected.VMs(state), columns: 8, rows: 10);
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task What_is_not_known_of_a_device_is_shown_as_Unknown()
    {
        await using var page = await fixture.OpenLiveAsync();
        using var backend = await fixture.Server.ConnectAsync();
        var before = await backend.ReadAsync(CancellationToken.None);
        var host = before.Hosts.Values.First();
        var device = host.Devices.First(
            one => one is { PassthroughCapable: true, Mode: DeviceMode.Host }
                && before.OwnerOf(new DeviceRef(host.Id, one.Address)) is null);
        try
        {
            await ImportAsync(
                "\"classId\": \"0x0000\", \"className\": null, \"mode\": \"unknown\", \"activeMode\": \"unknown\", "
                + "\"ownerUnknown\": true");
            var state = await backend.ReadAsync(CancellationToken.None);
            await page.ShouldHaveDrawnAsync(state.Revision);
            await page.GoToAsync(Views.Devices);
            var shown = await page.CellsAsync(Views.Devices);
            var row = $"{host.Id}/{device.Address}";
            shown.Count(cell => cell.StartsWith(row, StringComparison.Ordinal)
                && cell.EndsWith("Unknown", StringComparison.Ordinal)).ShouldBe(3, "class, mode and owner");
            shown.ShouldBe(Expected.Devices(state), ignoreOrder: true);
        }
        finally
        {
            await ImportAsync(
                $"\"classId\": \"{device.ClassId}\", \"className\": \"{device.ClassName}\", \"mode\": \"host\", \"activeMode\": "
                + "\"host\", \"ownerUnknown\": false");
        }

        async Task ImportAsync(string known) => await backend.ExecuteAsync(
            new ImportOperation
            {
                Files = [new ImportFile("facts.json",
                    $"{{ \"schemaVersion\": 1, \"hosts\": [ {{ \"name\": \"{host.Name}\", \"devices\": [ {{ \"address\": "
                    + $"\"{device.Address}\", {known} }} ] }} ] }}")],
            },
            "page", CancellationToken.None);
    }

    private static async Task CheckAsync(LivePage page, string view, IEnumerable<string> expected, int columns, int rows)
    {
        await page.GoToAsync(view);
        var shown = await page.CellsAsync(view);
        shown.Length.ShouldBe(columns * rows);
        shown.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }
}
