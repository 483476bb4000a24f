using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>The whole sample rack is on the page, as the API has it.</summary>
[Collection(PageCollection.Name)]
public sealed class InventoryTests(PageFixture fixture)
{
    [SkippableFact]
    public async Task Every_host_is_shown_as_the_api_has_it() => await CheckAsync(Views.Hosts, Expected.Hosts, 10, 6);

    [SkippableFact]
    public async Task Every_device_is_shown_with_its_mode_and_owner_as_the_api_has_it() => await CheckAsync(Views.Devices, Expected.Devices, 8, 30);

    [SkippableFact]
    public async Task Every_vm_is_shown_with_its_devices_as_the_api_has_it() => await CheckAsync(Views.VMs, Expected.VMs, 8, 10);

    private async Task CheckAsync(string view, Func<InventoryState, IEnumerable<string>> expected, int columns, int atLeast)
    {
        await using var page = await fixture.OpenLiveAsync(view);
        using var backend = await fixture.Server.ConnectAsync();
        var wanted = expected(await backend.ReadAsync(CancellationToken.None)).Order(StringComparer.Ordinal).ToList();
        wanted.Count.ShouldBeGreaterThanOrEqualTo(columns * atLeast);
        (await page.CellsAsync(view)).Order(StringComparer.Ordinal).ShouldBe(wanted);
        page.ShouldBeClean();
    }
}
