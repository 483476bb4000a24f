using PassthroughTools.Backends;
using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.Backends.Rehearsal;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Client;

/// <summary>
/// Whatever is asked for, a control plane answers what a store of one's own would: the same change, or the same refusal.
/// </summary>
public sealed class SameAnswersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_operations_end_alike_here_and_there(int seed)
    {
        var start = RandomInventory.Of(seed);
        await using var server = await TestServer.StartAsync(start);
        using var remote = await server.ConnectAsync();
        using var local = new RehearsalBackend("local", start);
        var random = new Random(seed);
        int refused = 0, committed = 0;
        for (int step = 0; step < 400; step++)
        {
            var state = await local.ReadAsync(CancellationToken.None);
            var operation = RandomOperation.On(state, random);
            string here = await OutcomeAsync(local, operation), there = await OutcomeAsync(remote, operation);
            there.ShouldBe(here, $"seed {seed}, step {step}, {operation}");
            if (here.StartsWith("refused", StringComparison.Ordinal)) refused++;
            else committed++;
        }

        refused.ShouldBeGreaterThan(20);
        committed.ShouldBeGreaterThan(20);
        StateRoutes.Document(await remote.ReadAsync(CancellationToken.None))
            .ShouldBe(StateRoutes.Document(await local.ReadAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task An_import_tells_object_by_object_what_it_does()
    {
        await using var server = await TestServer.StartAsync(sample: false);
        using var remote = await server.ConnectAsync();
        var files = new[] { new ImportFile("a.vmx", "displayName = \"a\"\nmemSize = \"1024\"\nvirtualHW.version = \"19\"\n") };
        var import = new ImportOperation { Files = files, VMHost = "esxi01" };
        var local = (ImportDecision)import.Decide(await remote.ReadAsync(CancellationToken.None));

        var commit = await remote.ExecuteAsync(import, "", CancellationToken.None);

        commit.Report.ShouldBe(local.Items);
        commit.State.VMsNamed("a").ShouldHaveSingleItem();
        var malformed = await Should.ThrowAsync<PassthroughException>(
            () => remote.ExecuteAsync(import with { VMHost = null }, "", CancellationToken.None));
        (malformed.Id, malformed.Target).ShouldBe((ErrorId.ValueInvalid, (object)"a.vmx"));
    }

    [Fact]
    public async Task A_client_that_was_away_for_long_has_the_same_state_as_one_that_was_not()
    {
        await using var server = await TestServer.StartAsync();
        using ControlPlaneBackend away = await server.ConnectAsync(), other = await server.ConnectAsync();
        var vm = (await away.ReadAsync(CancellationToken.None)).VMs.Values.First();
        for (int i = 0; i < 700; i++)
            await server.Storage.Backend.ExecuteAsync(new ChangeVM { VMId = vm.Id, Notes = $"{i}" }, "x", CancellationToken.None);
        StateRoutes.Document(await away.ReadAsync(CancellationToken.None))
            .ShouldBe(StateRoutes.Document(await other.ReadAsync(CancellationToken.None)));
        (await away.ReadAsync(CancellationToken.None)).VMs.Find(vm.Id)!.Notes.ShouldBe("699");
        (await away.ReadEventsAsync(0, CancellationToken.None)).Count.ShouldBe(707);
    }

    private static async Task<string> OutcomeAsync(IInventoryBackend backend, Operation operation)
    {
        try
        {
            var outcome = await backend.ExecuteAsync(operation, "tester", CancellationToken.None);
            var events = outcome.Event is { } number
                ? await ((IChangeFeed)backend).ReadEventsAsync(number - 1, CancellationToken.None)
                : [];
            return $"{outcome.Target}|{outcome.TargetId}|{outcome.Summary}|{outcome.DeviceKey}|{outcome.Event}|{string.Join('|', events.Select(Records))}|{outcome.State.Revision}";
        }
        catch (PassthroughException refusal)
        {
            return $"refused {refusal.Id}: {refusal.Message} [{Words(refusal.Target)}]";
        }
    }

    private static string Records(InventoryEvent committed) =>
        JsonAnswer.ToText(json => EventJson.Write(json, committed with { Time = default, Actor = "", Request = null }));

    private static string Words(object? target) => target switch
    {
        null => "nothing",
        InventoryObject item => $"{item.GetType().Name} {item.Name} {item.Id}",
        _ => $"{target.GetType().Name} {target}",
    };
}
