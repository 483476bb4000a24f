using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>Changes of many callers are flushed together.</summary>
public sealed class GroupCommitTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task Many_callers_share_transactions()
    {
        const int Callers = 64, Each = 20;
        var replica = await OpenAsync(devices: 1, vms: Callers);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++) await replica.AskAsync(Lab.Note(caller, $"{i}"));
        })));

        (await QueryAsync("select count(*) from passthroughtools.journal")).ShouldBe([(object)(long)(Callers * Each)]);
        ((long)(await QueryAsync("select count(distinct batch) from passthroughtools.journal"))[0]).ShouldBeLessThan(
            Callers * Each / 2);
    }
}
