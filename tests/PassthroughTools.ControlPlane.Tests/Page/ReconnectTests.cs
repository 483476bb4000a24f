using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>A server that goes away and comes back.</summary>
[Collection(PageCollection.Name)]
public sealed class ReconnectTests(PageFixture fixture) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("passthroughtools-page-");
    private readonly string url = $"http://127.0.0.1:{FreePort()}";

    private string Store => Path.Combine(folder.FullName, "lab.json");

    public void Dispose() => folder.Delete(recursive: true);

    [SkippableFact]
    public async Task A_page_comes_back_after_a_restart_and_has_missed_nothing()
    {
        fixture.SkipWithoutBrowser();
        var first = await StartAsync();
        await using var page = await fixture.OpenAsync(new Uri(url), Views.Devices);
        await page.SignInAsync(first.Tokens[TokenRole.Reader]);
        await page.ShouldBeLiveAsync();
        await page.Tab.EvaluateAsync("window.isTheSamePage = true");

        await first.DisposeAsync();
        await ShouldWaitAsync(page);
        await Assertions.Expect(page.The("live")).ToContainTextAsync("stale since");
        await Assertions.Expect(page.The("notice")).ToBeVisibleAsync();
        (await page.Panel(Views.Devices).Locator("tr[data-id]").CountAsync()).ShouldBeGreaterThan(0, "what was known stays");

        // Changes while nobody serves them.
        using var store = JsonStoreBackend.Open(Store, Catalog.BuiltIn, "");
        await using var rig = await Rig.CreateAsync(store, "made-meanwhile");
        await rig.AttachAsync();
        await using var second = await StartAsync();
        await page.ShouldBeLiveAsync();

        await Assertions.Expect(page.The("notice")).ToBeHiddenAsync();
        await page.ShouldHaveDrawnAsync(rig.Revision);
        var state = await store.ReadAsync(CancellationToken.None);
        (await page.CellsAsync(Views.Devices)).ShouldBe(Expected.Devices(state), ignoreOrder: true);
        await Assertions.Expect(page.Row(Views.Devices, rig.DeviceRow).Locator("[data-col=owner]"))
            .ToHaveTextAsync("made-meanwhile");
        await page.GoToAsync(Views.Events);
        (await page.Panel(Views.Events).Locator("tr[data-id]")
            .EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.id)"))
            .ShouldBe(Enumerable.Range(1, (int)state.Revision).Reverse()
                .Select(static number => number.ToString(CultureInfo.InvariantCulture)));
        (await page.Tab.EvaluateAsync<bool>("window.isTheSamePage")).ShouldBeTrue();

        // And it goes on from there.
        await rig.DetachAsync();
        await Assertions.Expect(page.Row(Views.Events, rig.Revision.ToString(CultureInfo.InvariantCulture)))
            .ToContainTextAsync("detached");
        ShouldBeClean(page);
    }

    [SkippableFact]
    public async Task A_server_with_another_history_is_loaded_anew()
    {
        fixture.SkipWithoutBrowser();
        var first = await StartAsync();
        await using var page = await fixture.OpenAsync(new Uri(url), Views.VMs);
        await page.SignInAsync(first.Tokens[TokenRole.Reader]);
        await page.ShouldBeLiveAsync();
        using (var backend = await first.ConnectAsync())
        {
            var rig = await Rig.CreateAsync(backend, "of-the-first-history");
            await Assertions.Expect(page.Row(Views.VMs, rig.VMRow)).ToContainTextAsync("of-the-first-history");
        }

        // The tokens stay, the inventory is another one of fewer changes.
        await first.DisposeAsync();
        await ShouldWaitAsync(page);
        foreach (var file in folder.GetFiles().Where(static file => !file.Name.Contains("tokens", StringComparison.Ordinal)))
            file.Delete();
        await using var second = await StartAsync();
        await page.Tab.EvaluateAsync("document.getElementById('try-now').click()");
        await page.ShouldBeLiveAsync();

        var state = await second.Storage.Backend.ReadAsync(CancellationToken.None);
        await Assertions.Expect(page.The("revision")).ToHaveTextAsync(state.Revision.ToString(CultureInfo.InvariantCulture));
        (await page.CellsAsync(Views.VMs)).ShouldBe(Expected.VMs(state), ignoreOrder: true);
        ShouldBeClean(page);
    }

    private static Task ShouldWaitAsync(LivePage page) =>
        Assertions.Expect(page.The("live")).ToHaveAttributeAsync("data-state", "waiting");

    /// <summary>Nothing went wrong but what the browser itself says of a server that is not there.</summary>
    private static void ShouldBeClean(LivePage page)
    {
        page.Errors.ShouldAllBe(static error => error.StartsWith("Failed to load resource: net::ERR_", StringComparison.Ordinal));
        page.ShouldBeClean(page.Errors);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(true, "--store", Store, "--urls", url);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
