using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>A database whose disk is full.</summary>
public sealed class FullDatabaseTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task A_change_that_has_no_room_is_refused_whole_and_the_server_is_ready_when_there_is_room_again()
    {
        Skip.If(!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess, "Only root mounts disks.");
        var disk = Directory.CreateTempSubdirectory("passthroughtools-tablespace-").FullName;
        Skip.If(Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk) != 0, "This container may not mount disks.");
        try
        {
            Run("chown", File.ReadLines("/etc/passwd").Any(static line => line.StartsWith("postgres:", StringComparison.Ordinal))
                ? "postgres" : "nobody", disk);
            await SeedAsync(1, 1);
            await QueryAsync($"create tablespace small location '{disk}'");
            foreach (var table in (string[])["journal", "refusal"])
                await QueryAsync($"alter table passthroughtools.{table} set tablespace small");
            await FillAsync();
        }
        finally
        {
            await QueryAsync("drop schema if exists passthroughtools cascade");
            await QueryAsync("drop table if exists filling");
            await QueryAsync("drop tablespace if exists small");
            Run("umount", "-l", disk);
            Directory.Delete(disk);
        }
    }

    private async Task FillAsync()
    {
        await using var storage = await PostgresStorage.OpenAsync(
            ConnectionString, Catalog.BuiltIn, NullLoggerFactory.Instance, default);
        var replica = await OpenAsync();
        await storage.CheckAsync(default);
        await QueryAsync("create table filling (text text) tablespace small");
        await Should.ThrowAsync<Npgsql.PostgresException>(async () =>
        {
            while (true) await QueryAsync("insert into filling select md5(number::text) from generate_series(1, 2000) number");
        });

        // The last pages have room for some changes yet.
        var (refusal, commits) = (default(PassthroughException), 0L);
        while (refusal is null)
        {
            commits++.ShouldBeLessThan(100);
            refusal = await RefusalAsync(storage.Backend, Lab.Note(0, new string((char)('a' + (commits % 26)), 2000)));
        }

        refusal.Id.ShouldBe(ErrorId.StoreWriteFailed);
        refusal.Message.ShouldContain("cannot store it");
        refusal.Message.ShouldContain("Nothing changed");
        (await storage.Backend.ReadAsync(default)).Revision.ShouldBe(commits - 1);
        (await replica.ReadAsync()).Revision.ShouldBe(commits - 1);
        (await QueryAsync("select count(*) from passthroughtools.journal")).ShouldBe([commits - 1]);
        (await Should.ThrowAsync<PassthroughException>(() => storage.CheckAsync(default))).Id.ShouldBe(ErrorId.StoreWriteFailed);

        await QueryAsync("drop table filling");
        await EventuallyAsync(async () => await ReadyAsync(storage), "room again");
        (await RefusalAsync(storage.Backend, Lab.Note(0, "after"))).ShouldBeNull();
        (await replica.ReadAsync()).VMs.Find(Lab.VMId(0))!.Notes.ShouldBe("after");
        (await QueryAsync("select count(*) from passthroughtools.refusal")).ShouldBe([0L], "what was tried was taken back");
    }

    private static async Task<bool> ReadyAsync(PostgresStorage storage)
    {
        try
        {
            await storage.CheckAsync(default);
            return true;
        }
        catch (PassthroughException)
        {
            return false;
        }
    }

    private static async Task<PassthroughException?> RefusalAsync(JournalBackend backend, Operations.Operation operation)
    {
        try
        {
            await backend.ExecuteAsync(new OperationRequest(operation, "tester@lab"), default);
            return null;
        }
        catch (PassthroughException e)
        {
            return e;
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
