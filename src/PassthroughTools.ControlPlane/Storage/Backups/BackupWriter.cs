using System.IO.Compression;
using System.Security.Cryptography;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.Errors;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Storage.Backups;

/// <summary>
/// Writes a backup of a storage that others go on writing to: the inventory at one revision, the events up to it, the tokens. One
/// event at a time is in memory beside the inventory.
/// </summary>
internal sealed class BackupWriter
{
    private readonly ServerStorage storage;
    private readonly InventoryState state;
    private readonly IReadOnlyList<AccessToken> tokens;
    private readonly DateTime created;

    private BackupWriter(ServerStorage storage, InventoryState state, IReadOnlyList<AccessToken> tokens)
    {
        (this.storage, this.state, this.tokens) = (storage, state, tokens);
        var now = DateTime.UtcNow;
        created = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>The name of a file for it, by which those of one store are sorted by time.</summary>
    /// <param name="stem">What it begins with.</param>
    public string FileName(string stem) =>
        FormattableString.Invariant($"{stem}-{created:yyyyMMdd'T'HHmmss'Z'}-r{state.Revision}{BackupFolder.Extension}");

    /// <summary>Takes hold of what is to be written.</summary>
    /// <exception cref="PassthroughException">It cannot be read.</exception>
    public static async Task<BackupWriter> OfAsync(ServerStorage storage, CancellationToken cancellationToken) =>
        new(storage, await storage.Backend.ReadAsync(cancellationToken), await storage.Tokens.ReadAsync(cancellationToken));

    /// <summary>Writes it.</summary>
    /// <exception cref="PassthroughException">The events cannot be read.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task<BackupSummary> WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var packed = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
        await LineAsync(BackupLine.Head, JsonAnswer.ToBytes(json =>
        {
            json.WriteStartObject();
            json.Property("version", BackupLine.Version);
            json.Property("created", JsonTime.Format(created));
            json.Property("revision", state.Revision);
            json.WriteEndObject();
        }));
        await LineAsync(BackupLine.Inventory, StateRoutes.Document(state));
        long events = 0;
        await foreach (var committed in storage.EventsUpToAsync(state.Revision, cancellationToken))
        {
            await LineAsync(BackupLine.Event, JsonAnswer.ToBytes(json =>
            {
                json.WriteStartObject();
                EventJson.WriteProperties(json, committed, hasScope: true);
                json.WriteEndObject();
            }));
            events++;
        }

        using (var document = new MemoryStream())
        {
            TokenFile.Write(document, tokens, isIndented: false);
            await LineAsync(BackupLine.Tokens, document.ToArray());
        }

        var sum = Convert.ToHexStringLower(hash.GetHashAndReset());
        await LineAsync(BackupLine.End, JsonAnswer.ToBytes(json =>
        {
            json.WriteStartObject();
            json.Property("events", events);
            json.Property("sha256", sum);
            json.WriteEndObject();
        }));
        return new BackupSummary(created, state.Revision, state.Hosts.Count, state.VMs.Count, events, tokens.Count);

        async Task LineAsync(string property, byte[] value)
        {
            var line = BackupLine.Of(property, value);
            hash.AppendData(line);
            await packed.WriteAsync(line, cancellationToken);
        }
    }
}
