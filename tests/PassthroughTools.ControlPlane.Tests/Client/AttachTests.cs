using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Client;

/// <summary>An operation whose answer was lost is found again by its key.</summary>
public sealed class AttachTests
{
    [Theory]
    [InlineData("one")]
    [InlineData("window-1/Evacuate/3/1/MoveVM")]
    [InlineData("a%2Fb?c#d+e&f")]
    public async Task What_was_committed_is_told_by_its_key(string key)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ConnectAsync();
        var vm = (await client.ReadAsync(default)).VMsNamed("gpu-01").Single();
        (await client.AttachAsync(key, default)).ShouldBeNull("nobody has asked for it");
        var told = await client.ExecuteAsync(new OperationRequest(new ChangeVM { VMId = vm.Id, Notes = "new" }, "") { Key = key },
            CancellationToken.None);

        using var later = await server.ConnectAsync();
        var attached = await later.AttachAsync(key, default);

        (attached!.Id, attached.Progress.Percent).ShouldBe((key, 100));
        var found = await attached.Ended;
        (found.Event, found.TargetId, found.Summary, found.IsRepeated).ShouldBe((told.Event, vm.Id, told.Summary, true));
        found.State.VMsNamed("gpu-01").Single().Notes.ShouldBe("new");
        (await later.AttachAsync(key + "0", default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_another_one_has_asked_for_is_not()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ConnectAsync();
        var vm = (await client.ReadAsync(default)).VMsNamed("gpu-01").Single();
        await server.Storage.Backend.ExecuteAsync(
            new OperationRequest(new ChangeVM { VMId = vm.Id, Notes = "new" }, "somebody@else") { Key = "k" },
            CancellationToken.None);
        (await client.AttachAsync("k", default)).ShouldBeNull();
    }
}
