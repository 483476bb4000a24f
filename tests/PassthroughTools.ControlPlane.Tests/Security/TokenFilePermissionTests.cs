using System.Diagnostics;
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
    public async Task A_change_keeps_the_mode_that_an_administrator_gave_the_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists instead, which a replaced file keeps.");
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);
        Chmod(folder.Path, Private | UnixFileMode.GroupRead);

        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);

        Mode().ShouldBe(Private | UnixFileMode.GroupRead);
        folder.Tokens().Count.ShouldBe(2);
    }

    [SkippableFact]
    public async Task What_root_changes_stays_the_servers_account_s()
    {
        SkipUnlessRoot();
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);
        Run("chown", "4711:4712", folder.Path);

        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);

        foreach (var file in Directory.GetFiles(folder.Folder))
            Run("stat", "-c", "%u:%g %a", file).Output.Trim().ShouldBe("4711:4712 600", file);
    }

    [SkippableFact]
    public async Task A_first_token_that_root_makes_is_of_the_owner_of_the_folder()
    {
        SkipUnlessRoot();
        Run("chown", "4711:4712", folder.Folder);

        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);

        foreach (var file in Directory.GetFiles(folder.Folder))
            Run("stat", "-c", "%u:%g %a", file).Output.Trim().ShouldBe("4711:4712 600", file);
    }

    [SkippableFact]
    public async Task An_account_that_cannot_keep_the_owner_changes_nothing()
    {
        SkipUnlessRoot();
        await folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None);
        var before = await File.ReadAllTextAsync(folder.Path);
        foreach (var file in Directory.GetFiles(folder.Folder))
            Chmod(file, Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        Run("chmod", "777", folder.Folder);
        var program = Path.Combine(AppContext.BaseDirectory, "PassthroughTools.ControlPlane.dll");
        string[] other = ["--reuid=4713", "--regid=4713", "--clear-groups",
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program];
        Skip.If(!Run("setpriv", [.. other, "--help"]).Output.Contains("usage", StringComparison.Ordinal),
            "Another account may not start the program here.");

        var (code, _, error) = Run("setpriv",
            [.. other, "token", "create", "--name", "a", "--role", "reader", "--store", Path.Combine(folder.Folder, "lab.json")]);

        (code, error).ShouldBe((1,
            $"Token file '{folder.Path}' cannot be changed: it belongs to another account, which this one cannot keep it for. "
            + "Nothing changed. Run the command as the account that the server runs as, or as root.\n"));
        (await File.ReadAllTextAsync(folder.Path)).ShouldBe(before);
        Directory.GetFiles(folder.Folder, "*.tmp").ShouldBeEmpty();
        File.Exists(Path.Combine(folder.Folder, "lab.json")).ShouldBeFalse();
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

        await Refused.With(ErrorId.StoreAccessDenied, () => folder.Store.ReadAsync(CancellationToken.None), folder.Path,
            "is a file");
        await Refused.With(ErrorId.StoreAccessDenied,
            () => folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None), folder.Path, "is a file");
    }

    public void Dispose() => folder.Dispose();

    private UnixFileMode Mode() => OperatingSystem.IsWindows() ? Private : File.GetUnixFileMode(folder.Path);

    private static void SkipUnlessRoot() =>
        Skip.If(!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess, "Only root makes files of other accounts.");

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program,
                arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static void Chmod(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}
