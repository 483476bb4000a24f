using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>The refusals of a local store, and what is kept of them and of archived journals.</summary>
public sealed class FileRefusalLogTests : IDisposable
{
    private static readonly RetentionLimits All = new(null, null);
    private readonly string folder = Directory.CreateTempSubdirectory("passthroughtools-refusals-").FullName;

    private string Store => Path.Combine(folder, "lab.json");

    private string File => Path.Combine(folder, "lab.refusals.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_follows_a_torn_line_is_read_and_has_the_next_number()
    {
        using (var log = Open())
        {
            for (int i = 1; i <= 3; i++) await log.AddAsync(Refusal(i), default);
        }

        var text = await System.IO.File.ReadAllTextAsync(File);
        await System.IO.File.WriteAllTextAsync(File, text[..^20]);
        using var restarted = Open();
        await restarted.AddAsync(Refusal(4), default);
        await restarted.AddAsync(Refusal(5), default);
        (await restarted.ReadAsync(0, 10, default)).Select(static refusal => (refusal.Number, refusal.RequestId))
            .ShouldBe([(1, "r-1"), (2, "r-2"), (3, "r-4"), (4, "r-5")]);
    }

    [Fact]
    public async Task The_oldest_go_by_age_and_by_size_and_the_others_keep_their_numbers()
    {
        using var log = Open();
        for (int i = 1; i <= 10; i++)
            await log.AddAsync(Refusal(i) with { Time = DateTime.UtcNow - TimeSpan.FromDays(20 - i) }, default);
        await log.PruneAsync(All, default);
        (await log.ReadAsync(0, 20, default)).Count.ShouldBe(10);
        await log.PruneAsync(new RetentionLimits(TimeSpan.FromDays(15.5), null), default);
        (await log.ReadAsync(0, 20, default)).Select(static refusal => refusal.Number).ShouldBe([5, 6, 7, 8, 9, 10]);
        await log.PruneAsync(new RetentionLimits(null, (new FileInfo(File).Length / 2) + 10), default);
        (await log.ReadAsync(0, 20, default)).Select(static refusal => refusal.Number).ShouldBe([8, 9, 10]);
        await log.PruneAsync(new RetentionLimits(TimeSpan.FromDays(1), 1), default);
        using var restarted = Open();
        await restarted.AddAsync(Refusal(11), default);
        (await restarted.ReadAsync(0, 20, default)).Select(static refusal => refusal.Number).ShouldBe([10, 11]);
    }

    [Fact]
    public async Task Where_it_cannot_be_written_the_servers_log_has_one_line_a_minute()
    {
        using var lines = new TestLog();
        using var logs = new LoggerFactory([lines]);
        using var log = new FileRefusalLog(Store, logs.CreateLogger<FileRefusalLog>());
        Directory.CreateDirectory(File);
        for (int i = 1; i <= 50; i++) await log.AddAsync(Refusal(i), default);
        lines.Lines.Count.ShouldBeInRange(1, 2, "a minute may have ended meanwhile");
        var line = lines.Lines.First();
        line.ShouldContain("r-1");
        line.ShouldNotContain("\n");
        Directory.Delete(File);
    }

    [Fact]
    public async Task Archived_journals_go_by_age_and_by_size_and_nothing_else_does()
    {
        await using var storage = new LocalStorage(Store, Catalog.BuiltIn, NullLogger<FileRefusalLog>.Instance);
        for (int i = 0; i < 5; i++)
        {
            var archive = Path.Combine(folder,
                FormattableString.Invariant($"lab.journal.{(i * 10) + 1:d12}-{(i * 10) + 10:d12}.jsonl"));
            await System.IO.File.WriteAllBytesAsync(archive, new byte[100]);
            System.IO.File.SetLastWriteTimeUtc(archive, DateTime.UtcNow - TimeSpan.FromDays(10 - i));
        }

        var other = Path.Combine(folder, "other.journal.000000000001-000000000010.jsonl");
        await System.IO.File.WriteAllBytesAsync(other, new byte[100]);
        System.IO.File.SetLastWriteTimeUtc(other, DateTime.UnixEpoch);
        await storage.PruneAsync(All, All, default);
        Archives().ShouldBe([1, 11, 21, 31, 41]);
        await storage.PruneAsync(All, new RetentionLimits(TimeSpan.FromDays(9.5), null), default);
        Archives().ShouldBe([11, 21, 31, 41]);
        await storage.PruneAsync(All, new RetentionLimits(null, 250), default);
        Archives().ShouldBe([31, 41]);
        System.IO.File.Exists(other).ShouldBeTrue();
        System.IO.File.Exists(Store).ShouldBeTrue();
    }

    private static Refusal Refusal(int i) => new()
    {
        Time = DateTime.UtcNow, RequestId = FormattableString.Invariant($"r-{i}"), Operation = "GET /", Id = "AccessDenied",
        Message = "No.",
    };

    private FileRefusalLog Open() => new(Store, NullLogger<FileRefusalLog>.Instance);

    private int[] Archives() => [.. Directory.GetFiles(folder, "lab.journal.*-*.jsonl").Order(StringComparer.Ordinal)
        .Select(static file =>
            int.Parse(Path.GetFileName(file).Split('.')[2].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture))];
}
