using System.Net.Http.Headers;
using PassthroughTools.Backends;
using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>Backup and restore over HTTP, and the clients that are connected meanwhile.</summary>
public sealed class BackupRouteTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.backup");

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task A_server_is_rolled_back_and_its_clients_and_tokens_go_on()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Client();
        using var session = await server.ConnectAsync();
        var before = await session.ReadAsync(CancellationToken.None);
        await DownloadAsync(http);

        await NoteAsync(session, "VirtualMachine-vm-3", "after the backup");
        using var follower = new CancellationTokenSource();
        var seen = new List<InventoryEvent>();
        var following = session.FollowAsync(before.Revision + 1, seen.Add, follower.Token);
        var answer = await RestoreAsync(http, "?force=true");
        answer.GetProperty("revision").GetInt64().ShouldBe(before.Revision + 3);

        // Of the module's session, which keeps a copy, and of its event stream.
        (await session.ReadAsync(CancellationToken.None)).ShouldBeState(before.InPlaceOf(before, before.Revision + 3));
        while (seen.Count == 0) await Task.Delay(20);
        await follower.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
        seen[0].Summary.ShouldContain("Restored the inventory from the backup of");
        seen[0].Actor.ShouldStartWith("admin@");
        await NoteAsync(session, "VirtualMachine-vm-3", "goes on");
        (await session.ReadAsync(CancellationToken.None)).Revision.ShouldBe(before.Revision + 4);
    }

    [Fact]
    public async Task What_is_refused_is_in_the_audit()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Client();
        await DownloadAsync(http);
        using (var answer = await PostAsync(http, "")) ((int)answer.StatusCode).ShouldBe(409);
        await File.WriteAllTextAsync(path, "no backup");
        using (var answer = await PostAsync(http, "?force=true")) ((int)answer.StatusCode).ShouldBe(400);
        var refusals = await server.Storage.Refusals.ReadAsync(0, 10, CancellationToken.None);
        refusals.Select(static refusal => (refusal.Operation, refusal.Id))
            .ShouldBe([("Restore", "NameInUse"), ("Restore", "InputMalformed")]);

        // What was sent is not kept; others' requests have theirs for as long as they last.
        for (int i = 0; i < 500 && Kept().Length > 0; i++) await Task.Delay(20);
        Kept().ShouldBeEmpty();

        static string[] Kept() => Directory.GetFiles(Path.GetTempPath(), "passthroughtools-*.backup");
    }

    [Fact]
    public async Task Of_a_head_of_a_backup_there_is_no_body()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/v1/backup");
        using var answer = await http.SendAsync(request);
        (answer.IsSuccessStatusCode, answer.Content.Headers.ContentType!.MediaType).ShouldBe((true, "application/gzip"));
    }

    [Fact]
    public async Task A_backup_whose_events_cannot_be_read_is_a_problem_and_no_broken_file()
    {
        await using var lab = await HttpLab.StartAsync();
        lab.Storage.EventsFault.Set(StorageFault.Away);
        var answer = await lab.GetAsync("/api/v1/backup");
        (answer.Status, answer.ProblemId).ShouldBe((503, nameof(ErrorId.ServerUnreachable)));
        (answer.MediaType, answer["Content-Disposition"]).ShouldBe(("application/problem+json", null));
        lab.Storage.EventsFault.Set(null);
        (await lab.GetAsync("/api/v1/backup")).Status.ShouldBe(200);
    }

    private async Task DownloadAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/api/v1/backup", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldStartWith("passthroughtools-");
        await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync());
        BackupFile.Read(path, "The backup").Tokens.Count.ShouldBe(3);
    }

    private async Task<System.Text.Json.JsonElement> RestoreAsync(HttpClient http, string query)
    {
        using var answer = await PostAsync(http, query);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return System.Text.Json.JsonDocument.Parse(text).RootElement;
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient http, string query)
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(path)) {
            Headers = { ContentType = new MediaTypeHeaderValue("application/gzip") } };
        return await http.PostAsync(new Uri($"/api/v1/restore{query}", UriKind.Relative), content);
    }

    private static Task<IRunningOperation> NoteAsync(ControlPlaneBackend session, string vm, string notes) =>
        session.BeginAsync(new OperationRequest(new ChangeVM { VMId = vm, Notes = notes }, "anna@desk"), CancellationToken.None);
}
