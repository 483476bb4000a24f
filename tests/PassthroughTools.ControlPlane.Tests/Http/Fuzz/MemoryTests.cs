using System.Text.Json;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>What a server keeps in memory of all that an operator may send, with somebody who follows it.</summary>
[Collection(FuzzCollection.Name)]
public sealed class MemoryTests(PostgresServer server, ITestOutputHelper output)
{
    /// <summary>How much more than before it may hold when everything was sent that is allowed, beside the inventory
    /// itself.</summary>
    private const long MaxHeld = 128L * 1024 * 1024;

    private const int Longest = 16_384;

    private const string Day = "2026-11-28T00:00:00Z", Other = "VirtualMachine-vm-4";

    private HttpLab lab = null!;

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task It_holds_no_more_than_it_is_said_to()
    {
        await using (lab = await HttpLab.StartAsync()) await SendAsync();
    }

    [SkippableFact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task Nor_does_it_on_a_database()
    {
        await using (lab = await HttpLab.StartAsync(connectionString: await server.EmptyDatabaseAsync())) await SendAsync();
    }

    private async Task SendAsync()
    {
        using var following = new CancellationTokenSource();
        using var events = await lab.OpenAsync("GET", "/api/v1/events?after=0", lab.Tokens.Reader.Bearer, null,
            HttpCompletionOption.ResponseHeadersRead);
        var reading = events.Content.CopyToAsync(Stream.Null, following.Token);
        await PostAsync("""{"operation":"ChangeVM","vmId":"VirtualMachine-vm-3","notes":"before"}""", 0);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        // Notes of the greatest length, each another one, of which the newest events would keep 10,000.
        int notes = LongRun.Times(3_000, 12_000);
        for (int i = 0; i < notes; i++) await PostAsync(
            $$"""{"operation":"ChangeVM","vmId":"VirtualMachine-vm-3","notes":"{{Text(i)}}"}""", i);
        Report("notes");

        // A machine with settings of the greatest length, as many as it may have, which is in each of its changes as a whole.
        int settings = LongRun.Times(150, 1_030);
        for (int i = 0; i < settings; i++)
            await PostAsync(
                $$"""{"operation":"SetAdvancedSetting","vmId":"{{ServedRoutes.VM}}","setting":"f{{i}}","value":"{{Text(i)[..4096]}}"}""",
                notes + i);
        Report("settings");

        // What is refused is remembered for its key, and what is no request is not.
        for (int i = 0; i < 2_000; i++) await PostAsync($$"""{"operation":"PowerOnVM","vmId":"{{Text(i)}}"}""", notes + settings
            + i);
        Report("refusals");
        for (int i = 0; i < 300; i++) await PostAsync(
            $$"""{"operation":"CreateSnapshot","vmId":"{{Other}}","newName":"s","description":"{{Text(i)}}","created":"{{Day}}"}""",
            -1 - i);
        Report("snapshots").ShouldBeLessThan(MaxHeld);
        await following.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading);

        long Report(string what)
        {
            long held = GC.GetTotalMemory(forceFullCollection: true) - before;
            output.WriteLine(FormattableString.Invariant($"after {what}: {held >> 20} MB more"));
            return held;
        }
    }

    private async Task PostAsync(string body, int key)
    {
        var answer = await lab.SendAsync("POST", "/api/v1/operations", lab.Tokens.Operator.Bearer, body,
            ("Idempotency-Key", FormattableString.Invariant($"memory-{key}")));
        answer.Status.ShouldBeOneOf(200, 404, 409, 422);
        JsonDocument.Parse(answer.Body).Dispose();
    }

    private static string Text(int number) => FormattableString.Invariant($"{number:d8}{new string('x', Longest - 8)}");
}
