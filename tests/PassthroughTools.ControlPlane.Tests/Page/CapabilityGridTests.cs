using Microsoft.Playwright;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using PassthroughTools.Inventory;
using PassthroughTools.State.Json;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>The capability matrix says what the module says.</summary>
[Collection(PageCollection.Name)]
public sealed class CapabilityGridTests(PageFixture fixture)
{
    private const int Features = 19;

    [SkippableFact]
    public async Task The_grid_has_19_features_for_every_vm_and_device_as_its_capabilities_say()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Capabilities);
        using var backend = await fixture.Server.ConnectAsync();
        var state = await backend.ReadAsync(CancellationToken.None);
        await CheckAsync(page, state.VMs.Values.Select(vm => (vm.Id, state.View(vm).Capabilities)));
        await page.The("kind-device").CheckAsync();
        await CheckAsync(page, state.AllHosts().SelectMany(static host => host.PassthroughDevices())
            .Select(static device => ($"{device.VMHost!.Id}/{device.Id}", device.Capabilities)));
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task The_details_say_why_as_the_capability_does()
    {
        await using var page = await fixture.OpenLiveAsync(Views.Capabilities);
        using var backend = await fixture.Server.ConnectAsync();
        var state = await backend.ReadAsync(CancellationToken.None);
        var cells = state.VMs.Values.SelectMany(vm => state.View(vm).Capabilities, static (vm, capability) => (vm, capability))
            .ToList();
        foreach (var (vm, capability) in cells.DistinctBy(
            static cell => (cell.capability.Support, cell.capability.LimitedBy is null)))
        {
            var details = page.The("details");
            await page.Row(Views.Capabilities, vm.Id)
                .Locator($"[data-feature={JsonName<PassthroughFeature>.Of(capability.Feature)}]").ClickAsync();
            await Assertions.Expect(details).ToContainTextAsync(vm.Name);
            await Assertions.Expect(details).ToContainTextAsync(capability.Reason);
            await Assertions.Expect(details).ToContainTextAsync(capability.Source);
            if (capability.LimitedBy is { } device) await Assertions.Expect(details).ToContainTextAsync(device);
        }

        page.ShouldBeClean();
    }

    private static async Task CheckAsync(LivePage page, IEnumerable<(string Id, CapabilityMatrix Capabilities)> rows)
    {
        var wanted = rows.ToList();
        var grid = page.Panel(Views.Capabilities);
        await Assertions.Expect(grid.Locator("tr[data-id]")).ToHaveCountAsync(wanted.Count);
        await Assertions.Expect(grid.Locator("[data-support=pending]")).ToHaveCountAsync(0);
        (await grid.Locator("thead th").CountAsync()).ShouldBe(1 + Features);
        (await grid.Locator("tr[data-id] td").CountAsync()).ShouldBe(Features * wanted.Count);
        var shown = await grid.EvaluateAsync<string[]>(
            """
            panel => [...panel.querySelectorAll("tr[data-id]")].map(row =>
                [row.dataset.id, ...[...row.querySelectorAll("td")].map(cell => `${cell.dataset.feature} ${cell.dataset.support} ${cell.textContent}`)].join("\n"))
            """);
        shown.Order(StringComparer.Ordinal).ShouldBe(wanted.Select(Text).Order(StringComparer.Ordinal));

        static string Text((string Id, CapabilityMatrix Capabilities) row) => string.Join(
            '\n',
            row.Capabilities.Select(
                static one =>
                    $"{JsonName<PassthroughFeature>.Of(one.Feature)} {JsonName<CapabilitySupport>.Of(one.Support)} {one.Symbol}")
                    .Prepend(row.Id));
    }
}
