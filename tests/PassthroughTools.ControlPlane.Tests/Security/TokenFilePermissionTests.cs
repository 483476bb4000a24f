using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class TokenFilePermissionTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TokenFolder folder = new();

    [SkippableFact]
    public async Task Only_the_owner_may_read_and_write_the_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists instead, which a new file gets from its folder.");
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);

        Mode().ShouldBe(Private);
        Directory.GetFiles(folder.Folder).Length.ShouldBe(2);
    }

    [SkippableFact]
    public async Task A_file_that_others_may_read_becomes_private_with_the_next_change()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists instead, which a new file gets from its folder.");
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);
        foreach (var file in Directory.GetFiles(folder.Folder)) Chmod(file, Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);

        Mode().ShouldBe(Private);
        folder.Tokens().Count.ShouldBe(2);
    }

    [SkippableFact]
    public async Task A_file_of_another_owner_is_told_as_such()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists instead.");
        Skip.If(Environment.IsPrivilegedProcess, "root may read every file.");
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);
        Chmod(folder.Path, UnixFileMode.None);

        await Refused.With(ErrorId.StoreAccessDenied, () => folder.Store.ReadAsync(CancellationToken.None), folder.Path, "owner");
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_told()
    {
        Directory.CreateDirectory(folder.Path);

        await Refused.With(ErrorId.StoreAccessDenied, () => folder.Store.ReadAsync(CancellationToken.None), folder.Path, "is a file");
        await Refused.With(ErrorId.StoreAccessDenied, () => folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None), folder.Path, "is a file");
    }

    public void Dispose() => folder.Dispose();

    private UnixFileMode Mode() => OperatingSystem.IsWindows() ? Private : File.GetUnixFileMode(folder.Path);

    private static void Chmod(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}
