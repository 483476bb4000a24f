using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>The tables are made and brought up to date at start.</summary>
public sealed class SchemaTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task Replicas_that_start_together_make_the_tables_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync())));
        (await QueryAsync("select version from passthroughtools.version")).ShouldBe([Schema.Version]);
        await OpenAsync();
        (await QueryAsync("select version from passthroughtools.version")).ShouldBe([Schema.Version]);
    }

    [SkippableFact]
    public async Task Tables_of_a_newer_version_are_left_alone()
    {
        await OpenAsync();
        await QueryAsync("insert into passthroughtools.version (version) values (99)");
        var refusal = await Should.ThrowAsync<PassthroughException>(() => OpenAsync());
        refusal.Id.ShouldBe(ErrorId.StoreVersionUnsupported);
        refusal.Message.ShouldContain("version 99");
        refusal.Message.ShouldContain("Update the server");
    }

    [SkippableFact]
    public async Task An_account_that_may_make_no_schema_needs_only_one_that_is_there()
    {
        await QueryAsync("create role limited login password 'x' in role pg_monitor");
        try
        {
            await QueryAsync("create schema passthroughtools authorization limited");
            var settings = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString) { Username = "limited", Password = "x" };
            (await (await OpenAsync(through: settings.ConnectionString)).ReadAsync()).Revision.ShouldBe(0);
            await QueryAsync("revoke all on schema passthroughtools from limited");
        }
        finally
        {
            await QueryAsync("drop schema passthroughtools cascade");
            await QueryAsync("drop role limited");
        }
    }
}
