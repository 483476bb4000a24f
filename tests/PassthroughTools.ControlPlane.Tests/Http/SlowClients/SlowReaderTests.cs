using System.Text;
using System.Text.Json;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.SlowClients;

/// <summary>Who reads slowly reads late, and nobody waits for it.</summary>
public sealed class SlowReaderTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task Readers_of_events_that_do_not_read_stall_neither_writers_nor_other_readers()
    {
        const int slow = 20, changes = 450;
        var notes = new string('n', 16_000);
        using var client = SlowClient.Of(lab);
        var stalled = new List<EventReader>();
        for (int i = 0; i < slow; i++)
            stalled.Add(
                await EventReader.OpenAsync(
                    await client.GetAsync("/api/v1/events?after=7", HttpCompletionOption.ResponseHeadersRead)));
        using var quick = await EventReader.OpenAsync(lab, "?after=7");
        var reading = quick.ChangesAsync(changes);
        for (int i = 0; i < changes; i++)
            (await lab.PostAsync($$"""{"operation":"ChangeVM","vmId":"{{ServedRoutes.VM}}","notes":"{{notes}}{{i}}"}""")
                .WaitAsync(Patience)).Status.ShouldBe(200);
        (await reading.WaitAsync(Patience)).Count.ShouldBe(changes);
        (await lab.GetAsync("/api/v1/vms?name=web-01").WaitAsync(Patience)).Status.ShouldBe(200);

        // Two of them wake up, and are told all that they slept through.
        foreach (var reader in stalled.Take(2))
            (await reader.ChangesAsync(changes).WaitAsync(Patience)).ShouldBe(
                Enumerable.Range(8, changes).Select(static number => (long)number));
        foreach (var reader in stalled) reader.Dispose();
    }

    [Fact]
    public async Task Readers_of_the_state_that_do_not_read_stall_neither_writers_nor_other_readers()
    {
        const int slow = 10;
        await FillAsync();
        var whole = (await lab.GetAsync("/api/v1/state")).Body;
        whole.Length.ShouldBeGreaterThan(8_000_000);
        using var client = SlowClient.Of(lab);
        var stalled = new List<HttpResponseMessage>();
        for (int i = 0; i < slow; i++)
            stalled.Add(await client.GetAsync("/api/v1/state", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience));
        for (int i = 0; i < 20; i++)
        {
            (await lab.PostAsync($$"""{"operation":"ChangeVM","vmId":"{{ServedRoutes.VM}}","notes":"{{i}}"}""")
                .WaitAsync(Patience)).Status.ShouldBe(200);
            (await lab.GetAsync("/api/v1/vms?limit=1").WaitAsync(Patience)).Status.ShouldBe(200);
        }

        (await lab.GetAsync("/api/v1/state").WaitAsync(Patience)).Json.GetProperty("revision").GetInt64().ShouldBe(28);

        // One of them wakes up, and has the state that it asked for.
        (await stalled[0].Content.ReadAsStringAsync().WaitAsync(Patience)).ShouldBe(whole);
        foreach (var response in stalled) response.Dispose();
    }

    private async Task FillAsync()
    {
        var vms = Enumerable.Range(0, 200)
            .Select(static number => new { name = FormattableString.Invariant($"big-{number}"), host = "esxi01.domain.com",
                memoryMB = 1024, hardwareVersion = 21, notes = new string('n', 45_000) });
        var text = JsonSerializer.Serialize(new { schemaVersion = 1, vms });
        var answer = await lab.PostAsync(
            JsonSerializer.Serialize(new { operation = "ImportOperation", files = new[] { new { path = "big.json", text } } }));
        answer.Status.ShouldBe(200, answer.ToString());
        Encoding.UTF8.GetByteCount(text).ShouldBeGreaterThan(8_000_000);
    }
}
