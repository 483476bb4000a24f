using System.IO.Compression;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.Errors;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using static PassthroughTools.ControlPlane.Tests.Storage.Backups.BackupLab;

namespace PassthroughTools.ControlPlane.Tests.Storage.Backups;

/// <summary>Files that are no backup, or no whole one, are refused before anything is touched.</summary>
public sealed class DamagedBackupTests : IAsyncDisposable
{
    private readonly BackupLab lab = new();

    public ValueTask DisposeAsync() => lab.DisposeAsync();

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task One_that_is_cut_anywhere_or_has_a_byte_changed_is_refused_and_changes_nothing()
    {
        var bytes = await File.ReadAllBytesAsync(await lab.BackupAsync(await lab.FilledAsync()));
        var target = lab.Local("target");
        var text = Unpacked(lab.PathOf("one.backup"));
        int step = LongRun.Times(23, 1), same = 0;
        for (int i = 0; i < bytes.Length; i += step)
        {
            await RefusedAsync(bytes[..i], $"cut after {i}");
            var changed = bytes.ToArray();
            changed[i] ^= (byte)(1 << (i % 8));
            await File.WriteAllBytesAsync(lab.PathOf("damaged"), changed);

            // A bit that gzip does not use (RFC 1952: time, system; what fills the last byte of its data) changes nothing that is
            // said.
            if (Record.Exception(() => BackupFile.Read(lab.PathOf("damaged"), "The file")) is null)
            {
                Unpacked(lab.PathOf("damaged")).ShouldBe(text, $"byte {i}");
                same++;
                continue;
            }

            await RefusedAsync(changed, $"byte {i}");
        }

        same.ShouldBeLessThanOrEqualTo(16);
        (await StateAsync(target)).IsNew.ShouldBeTrue();

        async Task RefusedAsync(byte[] damaged, string what)
        {
            await File.WriteAllBytesAsync(lab.PathOf("damaged"), damaged);
            var refusal = await Should.ThrowAsync<PassthroughException>(() =>
                RestoreAsync(target, lab.PathOf("damaged"), force: true), what);
            refusal.Id.ShouldBeOneOf(ErrorId.InputMalformed, ErrorId.InputVersionUnsupported);
            refusal.Message.ShouldContain("Nothing was changed.");

            // In words of its own, and not in those of a reader of JSON or gzip that met what the byte made of it.
            refusal.Message.ShouldMatch(
                "is not a backup|changed or cut off|checksum does not match|part '[a-z]+' is missing|more after its end|"
                + "ends too early|last bytes are missing|is longer than|newer version", what);
        }
    }

    [Fact]
    public async Task Lines_that_are_missing_doubled_in_another_order_or_changed_are_refused()
    {
        var text = Unpacked(await lab.BackupAsync(await lab.FilledAsync()));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1 + 1 + 5 + 1 + 1);
        BackupFile.Read(lab.Packed(text), "The file").Summary.Events.ShouldBe(5);
        for (int i = 0; i < lines.Length; i++)
        {
            Refused([.. lines[..i], .. lines[(i + 1)..]], $"without line {i}");
            Refused([.. lines[..i], lines[i], .. lines[i..]], $"line {i} twice");
            if (i > 0) Refused([.. lines[..(i - 1)], lines[i], lines[i - 1], .. lines[(i + 1)..]],
                $"line {i} before the one before");
            Refused([.. lines[..i], lines[i].Replace("\"a", "\"b", StringComparison.Ordinal) + " ", .. lines[(i + 1)..]],
                $"line {i} changed");
        }

        Refused([.. lines, "more"], "with a line after its end");
        Refused([.. lines[..^1], lines[^1].Replace(":5,", ":4,", StringComparison.Ordinal)], "with another count");

        void Refused(string[] changed, string what) =>
            Should.Throw<PassthroughException>(() => BackupFile.Read(lab.Packed(string.Join('\n', changed) + "\n"), "The file"),
                what).Id.ShouldBe(ErrorId.InputMalformed, what);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("{\"schemaVersion\":1}\n")]
    [InlineData("{\"passthroughToolsBackup\"\n")]
    public void What_is_something_else_is_said_to_be(string text)
    {
        File.WriteAllText(lab.PathOf("plain"), text);
        foreach (var path in (string[])[lab.PathOf("plain"), lab.Packed(text)])
        {
            var refusal = Should.Throw<PassthroughException>(() => BackupFile.Read(path, "File 'x'"));
            refusal.Id.ShouldBe(ErrorId.InputMalformed);
            refusal.Message.ShouldBe("File 'x' is not a backup of a control plane. Nothing was changed. Name a file that "
                + "'backup' or GET /api/v1/backup has made.");
        }
    }

    [Fact]
    public void One_of_a_newer_version_is_named_as_such()
    {
        var refusal = Should.Throw<PassthroughException>(() =>
            BackupFile.Read(lab.Packed("{\"passthroughToolsBackup\":{\"version\":2,\"new\":[]}}\n{\"what\":1}\n"), "File 'x'"));
        refusal.Id.ShouldBe(ErrorId.InputVersionUnsupported);
        refusal.Message.ShouldBe("File 'x' was made by a newer version: its version is 2, and this server reads 1. Nothing "
            + "was changed. Update the server.");
    }

    [Fact]
    public void One_that_is_not_there_or_a_folder_is_said_to_be()
    {
        Should.Throw<PassthroughException>(() =>
            BackupFile.Read(lab.PathOf("none"), "File 'x'")).Id.ShouldBe(ErrorId.FileNotFound);
        Should.Throw<PassthroughException>(() => BackupFile.Read(lab.Folder, "File 'x'")).Id.ShouldBe(ErrorId.AccessDenied);
    }

    /// <summary>A few megabytes that would be hundreds.</summary>
    [Fact]
    public void A_line_without_an_end_is_not_read_into_memory()
    {
        var path = lab.PathOf("endless.backup");
        using (var packing = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            packing.Write(
                "{\"passthroughToolsBackup\":{\"version\":1,\"created\":\"2026-11-28T00:00:00.0000000Z\",\"revision\":0}}\n"u8);
            for (int i = 0; i < 300; i++) packing.Write(new byte[1_000_000]);
        }

        new FileInfo(path).Length.ShouldBeLessThan(4_000_000);
        Should.Throw<PassthroughException>(() => BackupFile.Read(path, "The file")).Message.ShouldContain("longer than 256 MB");
    }
}
