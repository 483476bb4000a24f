using PassthroughTools.Core.Tests.Backends.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

public sealed class PermissionTests
{
    [SkippableTheory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public void What_others_may_do_with_a_store_stays_as_it_was(UnixFileMode mode)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists instead, which a replaced file keeps.");
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.Snapshot, mode);
        using var store = folder.OpenFolding();
        for (int i = 0; i < 20; i++) store.Commit(Do.Note(0, $"{i}"));

        folder.Archives().ShouldNotBeEmpty();
        foreach (var file in (string[])[folder.Snapshot, folder.Journal, .. folder.Archives()])
        {
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(mode, file);
        }
    }
}
