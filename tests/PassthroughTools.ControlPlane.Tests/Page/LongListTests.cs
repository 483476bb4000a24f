using System.Globalization;
using Microsoft.Playwright;
using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>An inventory of 1,000 hosts with 16 devices each: all of it is reached by scrolling alone.</summary>
[Collection(PageCollection.Name)]
public sealed class LongListTests(PageFixture fixture)
{
    private const int Hosts = 1_000, DevicesOfEach = 16;

    [SkippableFact]
    public async Task All_16000_devices_are_reached_by_the_keyboard_and_few_are_in_the_document()
    {
        fixture.SkipWithoutBrowser();
        await using var server = await TestServer.StartAsync(Large());
        await using var page = await fixture.OpenAsync(server.Address, Views.Devices);
        await page.SignInAsync(server.Tokens[TokenRole.Reader]);
        await page.ShouldBeLiveAsync();
        var (panel, region) = (page.Panel(Views.Devices), page.Panel(Views.Devices).Locator(".region"));
        await Assertions.Expect(page.The("matches")).ToHaveTextAsync("16,000 devices");
        await Assertions.Expect(panel.Locator("table")).ToHaveAttributeAsync("aria-rowcount", "17001");
        await Assertions.Expect(panel.Locator("tr[data-id]").First).ToHaveAttributeAsync("aria-rowindex", "3");
        (await panel.Locator("tr[data-id]").CountAsync()).ShouldBeInRange(16, 1_000);

        // To the end by one key, and there the last one is.
        await region.FocusAsync();
        await page.Tab.Keyboard.PressAsync("End");
        var last = page.Row(Views.Devices, $"HostSystem-host-{Hosts}/0000:1f:00.0");
        await Assertions.Expect(last).ToBeInViewportAsync();
        await Assertions.Expect(last).ToHaveAttributeAsync("aria-rowindex", "17001");
        (await region.EvaluateAsync<double>("region => region.scrollHeight - region.clientHeight - region.scrollTop"))
            .ShouldBeLessThan(1, "no place above has another height than was thought");
        (await panel.Locator("tr[data-id]").CountAsync()).ShouldBeInRange(16, 1_000);

        // Page by page from the start, each host of the way is seen once at least.
        await page.Tab.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Row(Views.Devices, "HostSystem-host-1/0000:10:00.0")).ToBeInViewportAsync();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 30; i++)
        {
            seen.UnionWith(await SeenAsync());
            await page.Tab.Keyboard.PressAsync("PageDown");
            await page.Tab.WaitForTimeoutAsync(100);
        }

        seen.Count.ShouldBeGreaterThan(16 * 15);
        seen.Select(static id => int.Parse(id.Split('-', '/')[2], CultureInfo.InvariantCulture)).Distinct().Order().ShouldBe(
            Enumerable.Range(1, seen.Select(static id => int.Parse(id.Split('-', '/')[2], CultureInfo.InvariantCulture)).Max()));

        // The tab key goes through the links of rows that come to be while it goes, and the focus is never lost.
        await page.Tab.Keyboard.PressAsync("Home");
        await panel.Locator("button.fold").First.FocusAsync();
        for (int i = 0; i < 120; i++) await page.Tab.Keyboard.PressAsync("Tab");
        (await page.Tab.EvaluateAsync<bool>("document.activeElement.closest('#panel-devices tbody') !== null")).ShouldBeTrue();

        // Sorted, it is one list, of which the end is as near.
        await panel.Locator("thead [data-col=address] button").ClickAsync();
        await region.FocusAsync();
        await page.Tab.Keyboard.PressAsync("End");
        await Assertions.Expect(last).ToBeInViewportAsync();
        await Assertions.Expect(panel.Locator("table")).ToHaveAttributeAsync("aria-rowcount", "16001");
        page.ShouldBeClean();

        Task<string[]> SeenAsync() => region.EvaluateAsync<string[]>(
            """
            region => {
                const { top, bottom } = region.getBoundingClientRect();
                const isSeen = box => box.bottom > top && box.top < bottom;
                return [...region.querySelectorAll("tr[data-id]")]
                    .filter(row => isSeen(row.getBoundingClientRect())).map(row => row.dataset.id);
            }
            """);
    }

    [SkippableFact]
    public async Task Changes_older_than_the_last_500_come_as_one_scrolls()
    {
        fixture.SkipWithoutBrowser();
        await using var server = await TestServer.StartAsync();
        for (int i = 0; i < 1_300; i++)
            await server.Storage.Backend.ExecuteAsync(new OperationRequest(
                new ChangeVM { VMId = "VirtualMachine-vm-3", Notes = $"note {i}" }, "tester@lab"), CancellationToken.None);
        long revision = (await server.Storage.Backend.ReadAsync(CancellationToken.None)).Revision;
        await using var page = await fixture.OpenAsync(server.Address, Views.Events);
        await page.SignInAsync(server.Tokens[TokenRole.Reader]);
        await page.ShouldBeLiveAsync();
        await Assertions.Expect(page.The("matches")).ToHaveTextAsync("100+ changes");
        await Assertions.Expect(page.The("tab-events")).ToContainTextAsync("100+");
        await page.Panel(Views.Events).Locator(".region").FocusAsync();
        for (int i = 0; i < 100 && !await page.Row(Views.Events, "1").IsVisibleAsync(); i++)
        {
            await page.Tab.Keyboard.PressAsync("End");
            await page.Tab.WaitForTimeoutAsync(100);
        }

        await page.Tab.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Row(Views.Events, "1")).ToBeInViewportAsync();
        await Assertions.Expect(page.The("matches"))
            .ToHaveTextAsync(string.Create(CultureInfo.InvariantCulture, $"{revision:n0} changes"));
        await Assertions.Expect(page.Panel(Views.Events).Locator(".more")).ToBeHiddenAsync();
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task An_administrator_sees_refusals_and_tokens_and_a_reader_does_not()
    {
        fixture.SkipWithoutBrowser();
        await using var server = await TestServer.StartAsync();
        using var reader = server.Client(TokenRole.Reader);
        for (int i = 0; i < 450; i++) (await reader.GetAsync(new Uri($"/api/v1/refusals?limit={1 + (i % 9)}", UriKind.Relative)))
            .Dispose();

        await using (var other = await fixture.OpenAsync(server.Address, Views.Tokens))
        {
            await other.SignInAsync(server.Tokens[TokenRole.Reader]);
            await other.ShouldBeLiveAsync();
            await Assertions.Expect(other.The("tab-refusals")).ToBeHiddenAsync();
            await Assertions.Expect(other.The("tab-tokens")).ToBeHiddenAsync();
            await Assertions.Expect(other.Panel(Views.Hosts)).ToBeVisibleAsync();
            other.Requests.ShouldNotContain(static url => url.Contains("/tokens", StringComparison.Ordinal)
                || url.Contains("/refusals", StringComparison.Ordinal));
            other.ShouldBeClean();
        }

        await using var page = await fixture.OpenAsync(server.Address, Views.Tokens);
        await page.SignInAsync(server.Tokens[TokenRole.Admin]);
        await page.ShouldBeLiveAsync();
        var tokens = await server.Storage.Tokens.ReadAsync(CancellationToken.None);
        await Assertions.Expect(page.Panel(Views.Tokens).Locator("tr[data-id]")).ToHaveCountAsync(tokens.Count);
        foreach (var token in tokens) await Assertions.Expect(page.Row(Views.Tokens, token.Id))
            .ToContainTextAsync($"{token.Name}{token.Id}{token.Role.Text()}active");
        await page.GoToAsync(Views.Refusals);
        await Assertions.Expect(page.Row(Views.Refusals, "450")).ToContainTextAsync("reader@");
        await Assertions.Expect(page.Row(Views.Refusals, "450")).ToContainTextAsync("AccessDenied");
        (await page.Panel(Views.Refusals).Locator("tr[data-id]").First.GetAttributeAsync("data-id"))
            .ShouldBe("450", "the newest is the first");
        await Assertions.Expect(page.The("matches")).ToHaveTextAsync("200+ refusals");
        await Assertions.Expect(page.The("tab-refusals")).ToContainTextAsync("200+");
        await page.Panel(Views.Refusals).Locator(".region").FocusAsync();
        for (int i = 0; i < 100 && !await page.Row(Views.Refusals, "1").IsVisibleAsync(); i++)
        {
            await page.Tab.Keyboard.PressAsync("End");
            await page.Tab.WaitForTimeoutAsync(100);
        }

        await page.Tab.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Row(Views.Refusals, "1")).ToBeInViewportAsync();
        await Assertions.Expect(page.The("matches")).ToHaveTextAsync("450 refusals");
        page.ShouldBeClean();
    }

    [SkippableFact]
    public async Task No_id_of_a_refusal_and_no_date_is_broken_wide_or_narrow()
    {
        fixture.SkipWithoutBrowser();
        await using var server = await TestServer.StartAsync();
        using var reader = server.Client(TokenRole.Reader);
        (await reader.GetAsync(new Uri("/api/v1/refusals", UriKind.Relative))).Dispose();
        await using var page = await fixture.OpenAsync(server.Address, Views.Refusals);
        await page.SignInAsync(server.Tokens[TokenRole.Admin]);
        await page.ShouldBeLiveAsync();
        await Assertions.Expect(page.Row(Views.Refusals, "1")).ToBeVisibleAsync();
        await page.Tab.EvaluateAsync("""
            for (const [column, text] of [["operation", "GET /api/v1/operations"], ["error", "NestedVirtualizationEnabled"]])
                document.querySelector(`#panel-refusals tbody [data-col=${column}]`).textContent = text;
            """);
        await page.Tab.SetViewportSizeAsync(1400, 900);
        (await LinesAsync("[data-col=error]", 0, 27)).ShouldBe(1);
        (await LinesAsync("[data-col=operation]", 4, 22)).ShouldBe(1);
        await page.Tab.SetViewportSizeAsync(390, 844);
        (await LinesAsync("[data-col=time]", 0, 10)).ShouldBe(1);

        // Between its name and its machine, and in neither.
        await Assertions.Expect(page.Row(Views.Refusals, "1").Locator("[data-col=actor] wbr")).Not.ToHaveCountAsync(0);
        await page.Tab.EvaluateAsync("""
            document.querySelector("#panel-refusals tbody [data-col=actor]").innerHTML = "<bdi>administrator@<wbr>jump-station</bdi>";
            """);
        (await LinesAsync("[data-col=actor]", 0, 14)).ShouldBe(1);

        Task<int> LinesAsync(string cell, int from, int to) => page.Tab.EvaluateAsync<int>(
            """
            ([cell, from, to]) => {
                const found = document.querySelector(`#panel-refusals tbody ${cell}`);
                const text = document.createTreeWalker(found, NodeFilter.SHOW_TEXT).nextNode();
                const range = document.createRange();
                range.setStart(text, Number(from));
                range.setEnd(text, Number(to));
                return new Set([...range.getClientRects()].map(one => one.top)).size;
            }
            """,
            new[] { cell, from.ToString(CultureInfo.InvariantCulture), to.ToString(CultureInfo.InvariantCulture) });
    }

    private static InventoryState Large() => InventoryState.Create(
        Catalog.BuiltIn, "", 0, Hosts + 1, [],
        [
            .. Enumerable.Range(1, Hosts).Select(static number => new HostRecord
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"HostSystem-host-{number}"),
                Name = string.Create(CultureInfo.InvariantCulture, $"esxi{number:d4}.domain.com"),
                Devices = [.. Enumerable.Range(0, DevicesOfEach).Select(static slot => new PciDeviceRecord
                {
                    Address = new PciAddress(0, 0x10 + slot, 0, 0), VendorId = 0x10de, DeviceId = 0x1eb8, Name = "Tesla T4",
                        PassthroughCapable = true, Mode = DeviceMode.DirectPath, ActiveMode = DeviceMode.DirectPath,
                })],
            }),
        ],
        []);
}
