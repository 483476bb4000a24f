using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

public sealed class PathTests
{
    [Theory]
    [InlineData("my lab.json")]
    [InlineData("Prüfstand 東京 😀.json")]
    [InlineData("lab [a-z]{1}(2).json")]
    [InlineData("lab.2024.01.json")]
    [InlineData("'; rm -rf $HOME & `x` %20 ~.json")]
    [InlineData("no-extension")]
    [InlineData(".json")]
    public void A_store_of_any_name_commits_folds_and_opens(string name)
    {
        using var folder = new StoreFolder(name);
        JsonStoreBackend.CreateIfMissing(folder.Snapshot, Catalog.BuiltIn);
        folder.With(SampleInventory.Of(1, 1));
        using (var store = folder.OpenFolding())
        {
            for (int i = 0; i < 20; i++) store.Commit(Do.Note(0, $"{i}"));
        }

        folder.State().Revision.ShouldBe(20);
        folder.Events().Select(static e => e.Sequence).ShouldBe(Enumerable.Range(1, 20).Select(static i => (long)i));
        folder.Data().Count.ShouldBeGreaterThan(2, "snapshot, journal and archives");
        folder.Data().Keys.ShouldAllBe(
            file => file.StartsWith(Path.GetFileNameWithoutExtension(name), System.StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_store_behind_a_link_is_the_store()
    {
        Skip.If(System.OperatingSystem.IsWindows(), "Making a symbolic link asks for a privilege on Windows.");
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var elsewhere = new StoreFolder("link.json");
        File.CreateSymbolicLink(elsewhere.Snapshot, folder.Snapshot);
        using var direct = folder.Open();
        using var linked = elsewhere.Open();
        linked.Commit(Do.Note(0, "by the link"));
        direct.Commit(Do.Note(0, "by the file"));

        linked.ReadAsync(System.Threading.CancellationToken.None).Result.Revision.ShouldBe(2);
        folder.Events().Count.ShouldBe(2);
        Directory.GetFiles(elsewhere.Folder).ShouldBe([elsewhere.Snapshot], "journal and lock are beside the file");
        new FileInfo(elsewhere.Snapshot).LinkTarget.ShouldBe(folder.Snapshot);
    }

    [SkippableFact]
    public void A_path_leads_through_linked_folders_and_links_to_links()
    {
        Skip.If(System.OperatingSystem.IsWindows(), "Making a symbolic link asks for a privilege on Windows.");
        using var folder = new StoreFolder();
        var real = Directory.CreateDirectory(Path.Combine(folder.Folder, "real", "deep")).FullName;
        File.WriteAllText(Path.Combine(real, "lab.json"), "");
        Directory.CreateSymbolicLink(Path.Combine(folder.Folder, "there"), Path.Combine(folder.Folder, "real"));
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "first.json"), Path.Combine("there", "deep", "lab.json"));
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "second.json"), "first.json");
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "loop.json"), "loop.json");
        string Led(params string[] path) => RealPath.Of(Path.Combine([folder.Folder, .. path]));

        Led("second.json").ShouldBe(Path.Combine(real, "lab.json"));
        Led("there", "deep", "new.json").ShouldBe(Path.Combine(real, "new.json"), "what is not there yet");
        Led("none", "lab.json").ShouldBe(Path.Combine(folder.Folder, "none", "lab.json"));
        Led("loop.json").ShouldBe(Path.Combine(folder.Folder, "loop.json"));
    }

    [Fact]
    public void Stores_whose_names_begin_alike_keep_apart()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        var second = Path.Combine(folder.Folder, "lab2.json");
        SnapshotFile.Write(second, SampleInventory.Of(1, 1));
        folder.Committing(Do.Note(0, "one"));
        using var other = JsonStoreBackend.Open(second, Catalog.BuiltIn, "", null, minJournalBytes: 1);
        for (int i = 0; i < 20; i++) other.Commit(Do.Note(0, $"{i}"));

        folder.Events().Count.ShouldBe(1);
        other.Events().Count.ShouldBe(20);
    }

    [Fact]
    public void A_missing_store_is_not_found_and_not_made()
    {
        using var folder = new StoreFolder();
        Refused.With(ErrorId.StoreNotFound, () => folder.Open(), folder.Snapshot, "Connect-VIServer");
        folder.Contents().ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_folder_is_not_found_and_not_made()
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Folder, "missing", "lab.json");
        Refused.With(ErrorId.StoreNotFound, () => JsonStoreBackend.Open(path, Catalog.BuiltIn, ""), path);
        Refused.With(ErrorId.StoreNotFound, () => JsonStoreBackend.CreateIfMissing(path, Catalog.BuiltIn), path, "folder");
        Directory.Exists(Path.GetDirectoryName(path)).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_at_the_path_is_no_store()
    {
        using var folder = new StoreFolder();
        Directory.CreateDirectory(folder.Snapshot);
        Refused.With(ErrorId.StoreAccessDenied, () => folder.Open(), folder.Snapshot);
        Refused.With(ErrorId.StoreAccessDenied, () => JsonStoreBackend.CreateIfMissing(folder.Snapshot, Catalog.BuiltIn),
            folder.Snapshot);
        Directory.GetFileSystemEntries(folder.Folder)
            .Where(static entry => !entry.EndsWith(".lock", System.StringComparison.Ordinal)).ShouldBe([folder.Snapshot]);
    }

    [Fact]
    public void A_folder_at_the_journals_path_is_refused()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        Directory.CreateDirectory(folder.Journal);
        Refused.With(ErrorId.StoreAccessDenied, () => folder.Open(), folder.Journal);
    }

    [Fact]
    public void A_store_that_is_deleted_under_a_session_is_not_found()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Note(0, "a"));
        using var session = folder.Open();
        File.Delete(folder.Snapshot);
        Refused.With(ErrorId.StoreNotFound, () => session.Read(), folder.Snapshot);
        Refused.With(ErrorId.StoreNotFound, () => session.Commit(Do.Note(0, "b")), folder.Snapshot);

        Directory.Delete(folder.Folder, recursive: true);
        Refused.With(ErrorId.StoreNotFound, () => session.Read(), folder.Snapshot);
        Directory.Exists(folder.Folder).ShouldBeFalse();
    }

    [Fact]
    public void A_file_of_gigabytes_is_no_store()
    {
        using var folder = new StoreFolder();
        using (var sparse = new FileStream(folder.Snapshot, FileMode.Create)) sparse.SetLength(3L << 30);
        Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Snapshot, "1 GB");

        folder.With(SampleInventory.Of(1, 1));
        using (var sparse = new FileStream(folder.Journal, FileMode.Create)) sparse.SetLength(3L << 30);
        Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Journal, "1 GB");
    }
}
