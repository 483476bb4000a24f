using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Storage.Backups;

/// <summary>A folder with stores and backups of them.</summary>
internal sealed class BackupLab : IAsyncDisposable
{
    private readonly List<ServerStorage> opened = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("backup-").FullName;

    public BackupLab() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove();

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A local store, perhaps with an inventory that was there before its journal.</summary>
    public ServerStorage Local(string name, InventoryState? state = null)
    {
        var path = PathOf(name + ".json");
        if (state is not null) SnapshotFile.Write(path, state);
        return Keep(new LocalStorage(path, Catalog.BuiltIn, NullLogger<FileRefusalLog>.Instance));
    }

    public async Task<ServerStorage> PostgresAsync(string connectionString) =>
        Keep(await PostgresStorage.OpenAsync(connectionString, Catalog.BuiltIn, NullLoggerFactory.Instance,
            CancellationToken.None));

    /// <summary>A store with a host, machines, changes with keys, and tokens.</summary>
    public async Task<ServerStorage> FilledAsync(string name = "lab", int changes = 5)
    {
        var storage = Local(name, Support.Lab.Of(2, 3));
        for (int i = 0; i < changes; i++) await AskAsync(storage, Support.Lab.Note(i % 3, $"{name} {i}"), $"{name}-key-{i}");
        await storage.Tokens.AddAsync(TestToken.Make(TokenRole.Admin, "anna").Stored, CancellationToken.None);
        await storage.Tokens.AddAsync(TestToken.Make(TokenRole.Reader, "left", revoked: DateTimeOffset.UnixEpoch).Stored,
            CancellationToken.None);
        return storage;
    }

    public static Task<Commit> AskAsync(ServerStorage storage, Operation operation, string? key = null) =>
        storage.Backend.ExecuteAsync(new OperationRequest(operation, "tester@lab") { Key = key, RequestId = key is null ? null
            : "r" }, CancellationToken.None);

    /// <summary>Makes a backup.</summary>
    public async Task<string> BackupAsync(ServerStorage storage, string name = "one.backup")
    {
        var backup = await BackupWriter.OfAsync(storage, CancellationToken.None);
        return (await BackupFolder.WriteAsync(PathOf(name), "lab", backup, CancellationToken.None)).Path;
    }

    public static Task<InventoryEvent> RestoreAsync(ServerStorage storage, string path, bool force = false) =>
        storage.RestoreAsync(new RestoreRequest(BackupFile.Read(path, "The backup"), "admin@desk", force),
            CancellationToken.None);

    /// <summary>The events that a storage has.</summary>
    public static async Task<IReadOnlyList<InventoryEvent>> EventsAsync(ServerStorage storage, long after = 0) =>
        await storage.Backend.ReadEventsAsync(after, CancellationToken.None);

    public static Task<InventoryState> StateAsync(ServerStorage storage) => storage.Backend.ReadAsync(CancellationToken.None);

    /// <summary>The text of events, by which they are compared.</summary>
    public static IEnumerable<string> TextsOf(IEnumerable<InventoryEvent> events) => events.Select(JournalBody.Write);

    /// <summary>A storage has what another has, and one event more that tells of the restore.</summary>
    public static async Task ShouldHaveAsync(ServerStorage storage, InventoryState state, IReadOnlyList<InventoryEvent> events,
        InventoryEvent restored)
    {
        (await StateAsync(storage)).ShouldBeState(state.InPlaceOf(state, restored.Sequence));
        var found = await EventsAsync(storage);
        TextsOf(found.SkipLast(1)).ShouldBe(TextsOf(events));
        (found[^1].Sequence, found[^1].Operation, found[^1].Actor).ShouldBe((restored.Sequence, "Restore", "admin@desk"));
        found[^1].Summary.ShouldContain($"revision {state.Revision}: {state.Hosts.Count} host");
    }

    /// <summary>A backup's text.</summary>
    public static string Unpacked(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd();
    }

    /// <summary>A text as a backup.</summary>
    public string Packed(string text, string name = "packed.backup")
    {
        using (var packing = new GZipStream(File.Create(PathOf(name)), CompressionLevel.Fastest)) packing.Write(
            Encoding.UTF8.GetBytes(text));
        return PathOf(name);
    }

    /// <summary>A backup's text with the checksum of what was made of it.</summary>
    public static string Resealed(string text)
    {
        int end = text.LastIndexOf("{\"end\"", StringComparison.Ordinal);
        var sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text[..end])));
        return text[..end] + Regex.Replace(text[end..], "[0-9a-f]{64}", sum, RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var storage in opened) await storage.DisposeAsync();
        Remove();
    }

    private void Remove()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private ServerStorage Keep(ServerStorage storage)
    {
        opened.Add(storage);
        return storage;
    }
}
