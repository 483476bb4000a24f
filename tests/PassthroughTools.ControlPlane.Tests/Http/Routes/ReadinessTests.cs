using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>
/// What keeps a server on a local store from serving is told by /readyz, by the storage's figure and, once, by the log.
/// </summary>
public sealed class ReadinessTests : IAsyncLifetime
{
    private const string Change = """{"operation":"ChangeVM","vmId":"VirtualMachine-vm-5","notes":"a"}""";

    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task Tokens_that_cannot_be_read_are_told()
    {
        var file = Path.ChangeExtension(lab.StorePath, ".tokens.json");
        await ShouldBeReadyAsync(true);
        await File.WriteAllTextAsync(file, "{");
        await ShouldBeReadyAsync(false, nameof(ErrorId.TokensUnavailable));
        await ShouldBeReadyAsync(false, nameof(ErrorId.TokensUnavailable));
        lab.Log.Where(line => line.Contains(file, StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("is damaged");
        File.Delete(file);
        await ShouldBeReadyAsync(true);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_told()
    {
        var held = Path.ChangeExtension(lab.StorePath, ".lock");
        File.Delete(held);
        Directory.CreateDirectory(held);
        await ShouldBeReadyAsync(false, nameof(ErrorId.StoreWriteFailed));
        (await lab.PostAsync(Change)).Status.ShouldBeGreaterThanOrEqualTo(400);
        lab.Log.Where(static line => line.Contains("not ready", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldContain(lab.StorePath);
        Directory.Delete(held);
        await ShouldBeReadyAsync(true);
        (await lab.PostAsync(Change)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_is_told()
    {
        (await lab.PostAsync(Change)).Status.ShouldBe(200);
        await File.AppendAllTextAsync(Path.ChangeExtension(lab.StorePath, ".journal.jsonl"), "no entry\n");
        await ShouldBeReadyAsync(false, nameof(ErrorId.ServerUnreachable));
    }

    [Fact]
    public async Task Damage_behind_the_server_s_back_is_told_and_what_each_way_out_loses()
    {
        foreach (var note in (string[])["a", "b", "c"])
            (await lab.PostAsync(Change.Replace("\"a\"", $"\"{note}\"", StringComparison.Ordinal))).Status.ShouldBe(200);
        var journal = Path.ChangeExtension(lab.StorePath, ".journal.jsonl");
        await using (var file = new FileStream(journal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            var text = await File.ReadAllTextAsync(journal);
            file.Seek(text.IndexOf("\"sequence\":9", StringComparison.Ordinal) + 20, SeekOrigin.Begin);
            file.WriteByte((byte)'#');
        }

        await ShouldBeReadyAsync(false, nameof(ErrorId.ServerUnreachable));
        var line = lab.Log.Where(static line => line.Contains("not ready", StringComparison.Ordinal)).ShouldHaveSingleItem();
        line.ShouldContain("line 10: its checksum does not match");
        line.ShouldContain("cut it before line 10, which loses the last 2 changes");
        line.ShouldContain("which loses all 10 changes of the journal");
    }

    // A store is tried to be written once a second, however often it is asked for.
    private async Task ShouldBeReadyAsync(bool isReady, string? id = null)
    {
        Answer answer;
        for (int tries = 0; ; tries++)
        {
            answer = await lab.SendAsync("GET", "/readyz", null, null);
            if (answer.Status == (isReady ? 200 : 503)) break;
            tries.ShouldBeLessThan(600, answer.Body);
            await Task.Delay(50);
        }

        if (id is not null) answer.ProblemId.ShouldBe(id);
        answer.Body.ShouldNotContain(Path.GetDirectoryName(lab.StorePath)!);
        PrometheusText.Parse((await lab.GetAsync("/metrics")).Body)["passthroughtools_storage_up"].ShouldBe(isReady ? 1 : 0);
    }
}
