using System.Net;
using PassthroughTools.ControlPlane.Tests.Replicas;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.SlowClients;

/// <summary>
/// A server whose log nobody reads, as in a terminal that was paused with Ctrl+S or in a pipe whose reader stands still.
/// </summary>
public sealed class UnreadLogTests : IDisposable
{
    /// <summary>More lines than a pipe (64 KiB on Linux) and the logger's queue (2,500) hold.</summary>
    private const int Requests = 6000;

    private readonly string folder = Directory.CreateTempSubdirectory("passthroughtools-unread-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_answers_on()
    {
        using var server = new ServerProcess(Path.Combine(folder, "lab.json"), isLogRead: false);
        await server.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"),
            Timeout = TimeSpan.FromSeconds(30) };
        for (int i = 0; i < Requests; i++)
        {
            using var answer = await client.GetAsync(new Uri("/healthz", UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }
}
