using System.Globalization;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class ConcurrentTokenTests : IDisposable
{
    private readonly TokenFolder folder = new();

    [Fact]
    public async Task Threads_that_add_and_revoke_at_once_lose_nothing()
    {
        var revoked = TestToken.Make(name: "old").Stored;
        await folder.Store.AddAsync(revoked, CancellationToken.None);

        await Task.WhenAll(
            [.. Enumerable.Range(0, 8)
                .Select(i => Task.Run(() => TokenWorker.Add(folder.Path, $"thread{i}", 10, CancellationToken.None))),
            Task.Run(() => folder.Store.RevokeAsync("old", DateTimeOffset.UnixEpoch, CancellationToken.None))]);

        Names().ShouldBe(["old", .. Expected("thread", 8, 10)], ignoreOrder: true);
        folder.Tokens().Find(revoked.Id)!.Revoked.ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Processes_that_add_at_once_lose_nothing_and_readers_always_see_a_whole_file()
    {
        using CancellationTokenSource done = new();
        var reader = Task.Run(() =>
        {
            int last = 0;
            while (!done.IsCancellationRequested)
            {
                int count = folder.Tokens().Count;
                count.ShouldBeGreaterThanOrEqualTo(last);
                last = count;
                Thread.Sleep(1);
            }
        });

        await Task.WhenAll(
            [.. Enumerable.Range(0, 4).Select(
                i => TokenWorker.RunProcess(folder.Path, string.Create(CultureInfo.InvariantCulture, $"process{i}"), 10))]);
        await done.CancelAsync();
        await reader;

        Names().ShouldBe(Expected("process", 4, 10), ignoreOrder: true);
    }

    public void Dispose() => folder.Dispose();

    private string[] Names() => [.. folder.Tokens().Select(static token => token.Name)];

    private static string[] Expected(string prefix, int writers, int each) =>
        [.. Enumerable.Range(0, writers).SelectMany(writer => Enumerable.Range(0, each).Select(i => $"{prefix}{writer}-{i}"))];
}
