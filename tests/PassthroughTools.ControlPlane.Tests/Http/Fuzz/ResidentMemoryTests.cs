using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PassthroughTools.ControlPlane.Tests.Replicas;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>How large a server's process becomes of what it is sent, refused or accepted.</summary>
[Collection(FuzzCollection.Name)]
public sealed class ResidentMemoryTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>How much larger it may become of what operators send, in MB.</summary>
    private const int MostOfOperators = 256;

    /// <summary>How much larger it may be while it reads what an administrator sends, and a while after, in MB.</summary>
    private const int MostOfAdministrators = 2048, MostAfterwards = 192;

    private const int Length = 60 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string folder = Directory.CreateTempSubdirectory("passthroughtools-resident-").FullName;

    [SkippableFact]
    public async Task It_is_bounded_whatever_an_operator_sends()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The peak of a process is read from /proc.");
        var store = Path.Combine(folder, "lab.json");
        using var server = new ServerProcess(store, null, isLogRead: true, "--sample");
        await server.StartAsync();
        using var client = await ClientAsync(server, store, "operator");
        long before = server.ResidentMegabytes();
        var long413 = Import(new string('x', Length));
        var arrays = Import("[" + Repeat("[],", 330_000) + "[]]");
        var busy = Array("RemoveVM", 1024 * 1024 - 100);
        var deep = """{"operation":"ReconfigureVM","vmId":"x","parts":["""
            + Repeat("""{"operation":{"a":1}},""", 40_000) + "{}]}";
        byte[][] bodies = [Encoding.UTF8.GetBytes(deep), Encoding.UTF8.GetBytes(busy), Encoding.UTF8.GetBytes(arrays)];
        for (int round = 0; round < LongRun.Times(2, 10); round++)
        {
            // Each in as many requests as an address has connections to spare.
            var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => SendAsync(
                client, "/api/v1/operations", "application/json", bodies[i % bodies.Length])));
            answers.ShouldAllBe(static status => status == 400 || status == 403 || status == 404 || status == 503);
            answers.ShouldContain(403, "of those that come some are decided");
        }

        foreach (var body in (string[])[long413, Array("RemoveVM", Length)])
            (await SendAsync(client, "/api/v1/operations", "application/json", body)).ShouldBe(413);
        Report(server, before, "operators").Peak.ShouldBeLessThan(MostOfOperators);
    }

    [SkippableFact]
    public async Task It_is_bounded_whatever_an_administrator_sends()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The peak of a process is read from /proc.");
        var store = Path.Combine(folder, "lab.json");
        using var server = new ServerProcess(store, null, isLogRead: true, "--sample");
        await server.StartAsync();
        using var client = await ClientAsync(server, store, "admin");
        long before = server.ResidentMegabytes();
        await RefusedAsync(413, "no import", Array("RemoveVM", Length));
        await RefusedAsync(413, "too many parts", Import("[" + Repeat("[],", Length / 3) + "[]]"));
        await RefusedAsync(400, "a long line", Import(new string('x', Length)));
        await RefusedAsync(400, "many arrays", Import("[" + Repeat("[],", 3_400_000) + "[]]"));
        await RefusedAsync(400, "many objects", Import("""{"schemaVersion":1,"vms":[""" + Repeat("""{"name":"x"},""", 1_100_000)
            + "{}]}"));
        await RefusedAsync(400, "many lines", Import(Repeat("a = \"b\"\n", 3_400_000), "a.vmx"));
        await RefusedAsync(400, "many devices", Import(Repeat(
            "0000:03:00.0\n   Address: 0000:03:00.0\n   Vendor ID: 0x10de\n", 600_000), "pci.txt"));

        // What is taken: machines whose notes are long.
        var notes = new string('n', 16_000);
        var vms = string.Join(",", Enumerable.Range(0, 3500).Select(i => FormattableString.Invariant(
            $$"""{"id":"VirtualMachine-vm-{{i + 100}}","name":"vm-{{i}}","hostId":"HostSystem-host-1","notes":"{{notes}}"}""")));
        var inventory = """{"schemaVersion":1,"hosts":[{"id":"HostSystem-host-1","name":"esxi99"}],"vms":[""" + vms + "]}";
        (await SendAsync(client, "/api/v1/operations", "application/json", Import(inventory))).ShouldBe(200);
        var accepted = Report(server, before, "an accepted import");
        accepted.Peak.ShouldBeLessThan(MostOfAdministrators);

        // A restore that unpacks to gigabytes.
        using var bomb = new MemoryStream();
        using (var packed = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            await packed.WriteAsync(Encoding.UTF8.GetBytes(
                """{"passthroughToolsBackup":{"version":1,"created":"2026-11-28T00:00:00Z","revision":1}}""" + "\n"));
            var zeros = new byte[1024 * 1024];
            for (int i = 0; i < 1024; i++) await packed.WriteAsync(zeros);
        }

        (await SendAsync(client, "/api/v1/restore", "application/gzip", bomb.ToArray())).ShouldBe(400);
        Report(server, before, "a restore").Peak.ShouldBeLessThan(MostOfAdministrators);

        async Task RefusedAsync(int status, string what, string body)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var answers = await Task.WhenAll(Enumerable.Range(0, LongRun.Times(1, 4)).Select(
                _ => SendAsync(client, "/api/v1/operations", "application/json", bytes)));
            answers.ShouldAllBe(answer => answer == status);
            Report(server, before, what).Peak.ShouldBeLessThan(MostOfAdministrators);
            var end = DateTime.UtcNow + Patience;
            while (server.ResidentMegabytes() - before > MostAfterwards && DateTime.UtcNow < end) await Task.Delay(100);
            Report(server, before, "a while later").Now.ShouldBeLessThan(MostAfterwards);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (long Peak, long Now) Report(ServerProcess server, long before, string what)
    {
        var (peak, now) = (server.PeakMegabytes() - before, server.ResidentMegabytes() - before);
        output.WriteLine(FormattableString.Invariant($"{what}: {peak} MB more at most, {now} MB more now"));
        return (peak, now);
    }

    private static async Task<HttpClient> ClientAsync(ServerProcess server, string store, string role)
    {
        var token = await ServerProcess.CreateTokenAsync(store, null, "one", role);
        return new HttpClient
        {
            BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{server.Port}")),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token), ExpectContinue = true },
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    private static Task<int> SendAsync(HttpClient client, string path, string type, string body) =>
        SendAsync(client, path, type, Encoding.UTF8.GetBytes(body));

    private static async Task<int> SendAsync(HttpClient client, string path, string type, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        try
        {
            using var answer = await client.PostAsync(path, content);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException e) when (e.InnerException is IOException)
        {
            // The server did not wait for the rest of what it has refused.
            return (int)HttpStatusCode.RequestEntityTooLarge;
        }
    }

    private static string Import(string text, string path = "a.json") =>
        $$"""{"operation":"ImportOperation","files":[{"path":"{{path}}","text":{{JsonSerializer.Serialize(text)}}}]}""";

    private static string Array(string operation, int length) =>
        $$"""{"operation":"{{operation}}","vmId":"{{new string('x', length)}}"}""";

    private static string Repeat(string text, int times) =>
        new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
