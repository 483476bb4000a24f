using Npgsql;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>A password is in no message, no exception and no log.</summary>
public sealed class SecretTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task The_password_is_not_in_what_goes_wrong()
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
            await EventuallyAsync(() => Task.FromResult(!replica.Database.IsAvailable), "known to be away");
            said.Add((await replica.RefusedAsync(ErrorId.ServerUnreachable, Lab.Create("x"))).ToString());
        }
        finally
        {
            await Server.StartAsync();
        }

        said.AddRange(replica.Log.Lines);
        said.Add(replica.Backend.Target);
        said.Count.ShouldBeGreaterThan(7);
        foreach (var line in said)
            new[] { PostgresServer.Password, "Geheimnis", "Vertippt" }.ShouldAllBe(
                secret => !line.Contains(secret, StringComparison.Ordinal), line);
    }
}
