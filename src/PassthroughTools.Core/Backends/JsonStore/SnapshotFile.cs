using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using PassthroughTools.Text;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>A store's readable snapshot, or an export of it: an inventory document with a checksum over its bytes.</summary>
internal static class SnapshotFile
{
    // The end of a snapshot as it is written: a comma and what follows it are not hashed.
    private const string ChecksumHead = ",\n \"checksum\": \"";
    private const string ChecksumTail = "\"\n}\n";
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a snapshot; one without a checksum was written by hand and is taken as it is.</summary>
    /// <exception cref="PassthroughException">StoreNotFound, StoreAccessDenied, StoreCorrupt,
    /// StoreVersionUnsupported.</exception>
    public static InventoryState Read(string path, Catalog catalog, string origin)
    {
        byte[] bytes = [];
        try
        {
            bytes = ReadBytes(path);
            using var text = new StreamReader(new MemoryStream(bytes), Utf8, detectEncodingFromByteOrderMarks: true,
                bufferSize: 64 * 1024);
            var state = InventoryJson.Read(text, catalog, origin, out var checksum);
            if (checksum is not null && !EndsWithItsChecksum(bytes))
            {
                throw new FormatException(
                    "the checksum does not match. If the file was edited by hand, remove its line \"checksum\"; otherwise it is "
                    + "damaged: restore it from a backup");
            }

            return state;
        }
        catch (NotSupportedException e)
        {
            throw Newer(path, e);
        }
        catch (NewerFormException e) when (EndsWithItsChecksum(bytes))
        {
            // It is as it was written, and by no hand.
            throw Newer(path, e);
        }
        catch (JsonException e)
        {
            throw new PassthroughException(
                ErrorId.StoreCorrupt,
                $"Store '{path}' is not JSON, or damaged ({Reason.Of(e.Message)}). Nothing was changed. Name another file, or "
                + "restore it from a backup.",
                path,
                e);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new PassthroughException(ErrorId.StoreCorrupt,
                $"Store '{path}': {Reason.Of(e.Message)}. Nothing was changed.", path, e);
        }
    }

    /// <summary>Writes a snapshot beside its place, flushes it to the disk and renames it into its place.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written; the old one is as it was.</exception>
    /// <param name="path">The file.</param>
    /// <param name="state">The inventory.</param>
    /// <param name="isPrivate">Whether a file that was not there is its owner's alone.</param>
    /// <param name="like">A file whose owner and permissions it gets; itself unless given.</param>
    public static void Write(string path, InventoryState state, bool isPrivate = false, string? like = null)
    {
        AtomicFile.Write(path, like: like ?? path, isPrivate: isPrivate, write: stream =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var hashing = new HashingStream(stream, hash);
            using var text = new StreamWriter(hashing, Utf8, 64 * 1024);
            InventoryJson.Write(text, state, () => Checksum.Format(hash.GetHashAndReset()));
        });
    }

    private static bool EndsWithItsChecksum(byte[] bytes)
    {
        int end = bytes.Length - (ChecksumHead.Length + Checksum.Length + ChecksumTail.Length);
        return end > 0 && Checksum.Matches(bytes, end, ChecksumHead + Checksum.Of(bytes, 0, end) + ChecksumTail);
    }

    private static PassthroughException Newer(string path, Exception cause) => new(
        ErrorId.StoreVersionUnsupported,
        $"Store '{path}': {Reason.Of(cause.Message)}. {NewerVersion.Advice}",
        path,
        cause);

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return AtomicFile.ReadShared(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PassthroughException(ErrorId.StoreNotFound,
                $"There is no store '{path}'. Check the path, or create it: Connect-VIServer '{path}' -Force", path, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PassthroughException(ErrorId.StoreAccessDenied,
                string.Format(CultureInfo.InvariantCulture, "Store '{0}' cannot be read: {1} Check its permissions.", path,
                    e.Message), path, e);
        }
    }
}
