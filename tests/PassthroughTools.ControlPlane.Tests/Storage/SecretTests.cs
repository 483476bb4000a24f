using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Npgsql;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>A password is in no message, no exception and no log.</summary>
public sealed class SecretTests(PostgresServer server) : PostgresTest(server)
{
    [Theory]
    [InlineData("Host=db;Database=x;Password=hunter2;4711=secret-tail")]
    [InlineData("Host=db;Database=x;Password='hunter2;secret-tail")]
    [InlineData("postgres://user:hunter2@db/secret-tail")]
    [InlineData("Host=db;Database=x;Port=hunter2")]
    [InlineData("Host=db;Database=x;SSL Mode=hunter2")]
    [InlineData("Host=db;Password=hunter2")]
    [InlineData("Database=db;Password=hunter2")]
    [InlineData("hunter2")]
    [InlineData("")]
    public void A_connection_string_that_cannot_be_understood_is_not_repeated(string text)
    {
        var refusal = Should.Throw<PassthroughException>(() => ConnectionText.Parse(text));
        refusal.Id.ShouldBe(ErrorId.ValueInvalid);
        refusal.Message.ShouldContain("Host=");
        refusal.ToString().ShouldNotContain("hunter2");
        refusal.ToString().ShouldNotContain("secret-tail");
    }

    [SkippableFact]
    public async Task Nor_is_the_password_in_what_goes_wrong()
    {
        var said = new List<string>();
        async Task FailAsync(ErrorId id, Action<NpgsqlConnectionStringBuilder> change)
        {
            var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
            change(settings);
            var refusal = await Should.ThrowAsync<PassthroughException>(() => Replica.OpenAsync(settings.ConnectionString));
            refusal.Id.ShouldBe(id, refusal.Message);
            said.Add(refusal.ToString());
        }

        await FailAsync(ErrorId.AuthenticationFailed, static settings => settings.Username = "nobody");
        await FailAsync(ErrorId.AuthenticationFailed, static settings => settings.Password = "Vertippt");
        await FailAsync(ErrorId.StoreNotFound, static settings => settings.Database = "nowhere");
        await FailAsync(ErrorId.ServerUnreachable, static settings => settings.Port = 1);
        await FailAsync(ErrorId.ServerUnreachable, static settings => settings.Host = "nowhere.invalid");

        var replica = await OpenAsync(patience: TimeSpan.FromSeconds(0.3));
        await Server.StopAsync();
        try
        {
            await EventuallyAsync(() => Task.FromResult(!replica.Database.IsAvailable), TimeSpan.FromSeconds(2), "known to be away");
            said.Add((await replica.RefusedAsync(ErrorId.ServerUnreachable, Lab.Create("x"))).ToString());
        }
        finally
        {
            await Server.StartAsync();
        }

        said.AddRange(replica.Log.Lines);
        said.Add(replica.Backend.Target);
        said.Count.ShouldBeGreaterThan(7);
        foreach (var line in said) new[] { PostgresServer.Password, "Geheimnis", "Vertippt" }.ShouldAllBe(secret => !line.Contains(secret, StringComparison.Ordinal), line);
    }
}
