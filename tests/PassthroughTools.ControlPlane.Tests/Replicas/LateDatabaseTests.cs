using System.Net.Http.Headers;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Replicas;

/// <summary>A server that is started while its database is away.</summary>
public sealed class LateDatabaseTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task It_starts_says_that_it_is_not_ready_and_serves_when_the_database_is_back()
    {
        var token = await ServerProcess.CreateTokenAsync("postgres", ConnectionString, "a", "operator");
        using var process = new ServerProcess("postgres", ConnectionString, isLogRead: false, "--sample");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{process.Port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await Server.StopAsync();
        try
        {
            await process.StartAsync();
            (await StatusAsync("/healthz")).ShouldBe(200);
            (await StatusAsync("/readyz")).ShouldBe(503);
            (await StatusAsync("/api/v1/session")).ShouldBe(503);
        }
        finally
        {
            await Server.StartAsync();
        }

        await process.SaysAsync("One-time admin token");
        await EventuallyAsync(async () => await StatusAsync("/readyz") == 200, "ready");
        (await StatusAsync("/api/v1/session")).ShouldBe(200);
        await EventuallyAsync(
            async () => (await client.GetStringAsync(new Uri("/api/v1/vms", UriKind.Relative))).Contains("gpu-01",
                StringComparison.Ordinal),
            "the sample rack");

        async Task<int> StatusAsync(string path)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            return (int)answer.StatusCode;
        }
    }
}
