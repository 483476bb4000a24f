using System.Text;
using Newtonsoft.Json;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Text;

namespace PassthroughTools.Planning.Execution;

/// <summary>
/// A plan's journal in a file beside it: one line an entry, flushed to the disk before what it announces is begun. Who has it
/// open holds a lock file too, which the system closes with the process, and is the only one that carries the plan out.
/// </summary>
public sealed class FilePlanJournal : PlanJournal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string path;
    private readonly FileStream claim;
    private readonly FileStream file;

    private FilePlanJournal(string path, FileStream claim, FileStream file, IEnumerable<PlanEntry> kept)
        : base(kept)
    {
        this.path = path;
        this.claim = claim;
        this.file = file;
    }

    /// <summary>The journal's file for a plan's file, whatever link leads there.</summary>
    public static string PathFor(string planPath) => Path.ChangeExtension(RealPath.Of(planPath), ".journal.jsonl");

    /// <summary>Whether a session carries the plan out now.</summary>
    public static bool IsHeld(string path)
    {
        if (!File.Exists(ClaimFor(path))) return false;
        try
        {
            // Shared, so that two that look are not in each other's way.
            using var look = new FileStream(ClaimFor(path), FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            return false;
        }
        catch (IOException e)
        {
            return StoreLock.IsHeld(e);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The entries so far, read without holding the journal; none where there is no file.</summary>
    /// <exception cref="PassthroughException">StoreCorrupt, AccessDenied.</exception>
    public static IReadOnlyList<PlanEntry> Read(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(path, AtomicFile.ReadShared(path), out _) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotReadable(path, e);
        }
    }

    /// <summary>Opens the journal to carry the plan out.</summary>
    /// <exception cref="PassthroughException">StoreLocked: somebody else carries the plan out; StoreCorrupt;
    /// AccessDenied.</exception>
    public static FilePlanJournal Open(string path)
    {
        FileStream? lockFile = null, journalFile = null;
        try
        {
            lockFile = Claim(ClaimFor(path));
            journalFile = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1);
            var kept = Parse(path, AtomicFile.ReadFrom(journalFile, 0), out long whole);
            journalFile.SetLength(whole);
            journalFile.Seek(0, SeekOrigin.End);
            return new FilePlanJournal(path, lockFile, journalFile, kept);
        }
        catch (Exception e)
        {
            journalFile?.Dispose();
            lockFile?.Dispose();
            if (e is IOException busy && StoreLock.IsHeld(busy))
            {
                throw new PassthroughException(
                    ErrorId.StoreLocked,
                    $"The plan with the journal '{path}' is being carried out by another session; nothing was done here. Wait "
                    + "for that one: Get-PassthroughMaintenancePlan shows how far it is.", path, e);
            }

            if (e is IOException or UnauthorizedAccessException) throw NotReadable(path, e);
            throw;
        }
    }

    /// <inheritdoc/>
    private protected override void Keep(PlanEntry entry)
    {
        var bytes = Utf8.GetBytes(PlanEntryJson.Write(entry) + "\n");
        try
        {
            file.Write(bytes, 0, bytes.Length);
            file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            throw new PassthroughException(
                ErrorId.StoreWriteFailed,
                $"The plan's journal '{path}' cannot be written ({e.Message}); the step was not begun, or is not known to be "
                + "done. Mend that, then carry the plan out again: it goes on where it was.", path, e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            claim.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string ClaimFor(string path) => Path.ChangeExtension(path, ".lock");

    /// <summary>Takes the lock file. Who looks whether it is held has it for a moment, so that it is tried a few times.</summary>
    private static FileStream Claim(string path)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException e) when (attempt < 5 && StoreLock.IsHeld(e))
            {
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>
    /// The entries, and how many bytes they take: a last line without its end was never written whole, and counts for nothing.
    /// </summary>
    private static List<PlanEntry> Parse(string path, byte[] bytes, out long whole)
    {
        var entries = new List<PlanEntry>();
        whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        int begin = 0, line = 0;
        while (begin < whole)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', begin);
            line++;
            try
            {
                entries.Add(PlanEntryJson.Read(Utf8.GetString(bytes, begin, end - begin)));
            }
            catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
            {
                throw new PassthroughException(
                    ErrorId.StoreCorrupt,
                    FormattableString.Invariant(
                        $"The plan's journal '{path}' is damaged in line {line}: {Reason.Of(e.Message)}. Nothing was changed. ")
                    + "Restore the file, or make a new plan from the inventory as it is: "
                    + "New-PassthroughMaintenancePlan", path, e);
            }

            begin = end + 1;
        }

        return entries;
    }

    private static PassthroughException NotReadable(string path, Exception e) =>
        new(ErrorId.AccessDenied,
            $"The plan's journal '{path}' cannot be opened: {Reason.Of(e.Message)}. Put the plan into a folder of your own.",
            path, e);
}
