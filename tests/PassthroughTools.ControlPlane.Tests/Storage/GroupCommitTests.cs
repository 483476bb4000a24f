using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>What group commit brings: measured and told, for a slow disk is no fault of the code.</summary>
public sealed class GroupCommitTests(PostgresServer server, ITestOutputHelper output) : PostgresTest(server)
{
    [SkippableFact]
    public async Task Changes_a_second_beside_those_of_single_inserts()
    {
        const int Callers = 64;
        var replica = await OpenAsync(devices: 1, vms: Callers);
        await RunAsync(replica, "warm", 10);
        var clock = Stopwatch.StartNew();
        int changes = await RunAsync(replica, "measured", 50);
        double grouped = changes / clock.Elapsed.TotalSeconds;
        long batches = (long)(await QueryAsync("select count(distinct batch) from passthroughtools.journal"))[0];

        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("insert into passthroughtools.single (body) select body from passthroughtools.journal where sequence = 1", connection);
        await QueryAsync("create table passthroughtools.single (number bigserial primary key, body text not null)");
        for (int i = 0; i < 200; i++) await command.ExecuteNonQueryAsync();
        clock.Restart();
        int inserts = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(1); inserts++) await command.ExecuteNonQueryAsync();
        double single = inserts / clock.Elapsed.TotalSeconds;
        output.WriteLine($"{grouped:0} changes/s by {Callers} callers together ({changes + (Callers * 10)} changes in {batches} batches), {single:0} single inserts/s: ratio {grouped / single:0.0}");
    }

    private static async Task<int> RunAsync(Replica replica, string what, int each)
    {
        const int Callers = 64;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < each; i++) await replica.AskAsync(Lab.Note(caller, $"{what} {i}"));
        })));
        return Callers * each;
    }
}
