using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using Shouldly;
using Xunit;
using static PassthroughTools.ControlPlane.Tests.Storage.Backups.BackupLab;

namespace PassthroughTools.ControlPlane.Tests.Storage.Backups;

/// <summary>The program's commands "backup" and "restore".</summary>
public sealed class BackupCommandTests : IAsyncDisposable
{
    private readonly BackupLab lab = new();

    private string Store => lab.PathOf("lab.json");

    public ValueTask DisposeAsync() => lab.DisposeAsync();

    [Fact]
    public async Task A_store_is_backed_up_into_a_folder_and_restored_elsewhere()
    {
        var state = await StateAsync(await lab.FilledAsync());
        var folder = Directory.CreateDirectory(lab.PathOf("backups")).FullName;
        var made = await RunAsync("backup", folder, "--store", Store);
        (made.ExitCode, made.Error).ShouldBe((0, ""));
        var file = Directory.GetFiles(folder).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldMatch("^lab-[0-9]{8}T[0-9]{6}Z-r5[.]backup$");
        made.Output.ShouldBe($"{file}: revision 5: 1 host, 3 virtual machines, 5 events, 2 tokens{Environment.NewLine}");

        var restored = await RunAsync("restore", file, "--store", lab.PathOf("new.json"));
        (restored.ExitCode, restored.Error).ShouldBe((0, ""));
        restored.Output.ShouldMatch("^Restored the inventory from the backup of [0-9TZ:.-]+, revision 5: 1 host, "
            + $"3 virtual machines, 5 events, 2 tokens[.] The inventory is at revision 7 now[.]{Environment.NewLine}$");
        (await StateAsync(lab.Local("new"))).ShouldBeState(state.InPlaceOf(state, 7));
        File.Exists(lab.PathOf("new.tokens.json")).ShouldBeTrue();

        var again = await RunAsync("restore", file, "--store", lab.PathOf("new.json"));
        (again.ExitCode, again.Output).ShouldBe((1, ""));
        again.Error.ShouldContain("has an inventory already");
        var forced = (await RunAsync("restore", "--force", file, $"--store={lab.PathOf("new.json")}")).Output;
        forced.ShouldContain("in the place of revision 7, whose events are kept in new.journal.*.replaced-9.jsonl");
        forced.ShouldContain("at revision 9 now");
        forced.ShouldContain("What was changed after the backup is undone");
    }

    [Fact]
    public async Task Keep_leaves_the_newest_backups_of_this_store_and_nothing_that_a_killed_one_left()
    {
        await lab.FilledAsync();
        var folder = Directory.CreateDirectory(lab.PathOf("backups")).FullName;
        string[] others = ["lab-2-20260101T000000Z-r1.backup", "lab.backup", "lab-notes.backup",
            "other-20260101T000000Z-r1.backup", "lab-20260101T000000Z-r1.txt"];
        string[] old = ["lab-20260101T000000Z-r1.backup", "lab-20260102T000000Z-r12.backup", "lab-20260102T000000Z-r3.backup",
            "lab-20260103T000000Z-r4.backup"];
        foreach (var name in others.Concat(old)
            .Append("lab-20260101T000000Z-r1.backup.1234.partial")) await File.WriteAllTextAsync(Path.Combine(folder, name), "");
        using var running = new FileStream(Path.Combine(folder, "lab-20260104T000000Z-r5.backup.5678.partial"),
            FileMode.CreateNew, FileAccess.Write, FileShare.None);

        var made = await RunAsync("backup", "--keep", "2", folder, "--store", Store);
        (made.ExitCode, made.Error).ShouldBe((0, ""));
        made.Output.ShouldContain("Removed 3 older backups; the newest 2 stay.");
        var left = Directory.GetFiles(folder).Select(Path.GetFileName).Except(others, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        left.Count.ShouldBe(3);
        left.Take(2).ShouldBe(["lab-20260103T000000Z-r4.backup", "lab-20260104T000000Z-r5.backup.5678.partial"],
            "somebody writes the second");
        others.ShouldAllBe(name => File.Exists(Path.Combine(folder, name)));
    }

    [Theory]
    [InlineData(2, "backup takes a folder", "backup")]
    [InlineData(2, "backup takes a folder", "backup", "a", "b")]
    [InlineData(2, "whole number from 1 on, and is '0'", "backup", "backups", "--keep", "0")]
    [InlineData(2, "whole number from 1 on, and is '-1'", "backup", "backups", "--keep", "-1")]
    [InlineData(2, "--keep needs a folder", "backup", "lab.json", "--keep", "3")]
    [InlineData(2, "no option '--kep'", "backup", "--kep")]
    [InlineData(2, "restore takes the path", "restore")]
    [InlineData(2, "restore takes the path", "restore", "a", "b")]
    [InlineData(2, "no option '--forse'", "restore", "--forse")]
    [InlineData(1, "does not exist", "restore", "none.backup")]
    [InlineData(1, "is not a backup", "restore", "lab.json")]
    [InlineData(1, "exists, and a backup is never overwritten", "backup", "lab.json")]
    [InlineData(1, "its folder does not exist", "backup", "none/one.backup")]
    public async Task What_cannot_be_done_is_said_and_nothing_is_written(int exitCode, string words, params string[] arguments)
    {
        await lab.FilledAsync();
        Directory.CreateDirectory(lab.PathOf("backups"));
        var before = Contents();
        var run = await RunAsync([arguments[0], .. arguments[1..].Select(argument => argument.StartsWith('-')
            || argument.Length < 3 ? argument : lab.PathOf(argument)), "--store", Store]);
        (run.ExitCode, run.Output).ShouldBe((exitCode, ""));
        run.Error.ShouldContain(words);
        if (exitCode == 2) run.Error.ShouldContain("backup <folder | new file> [--keep <how many>] --store <...>");
        Contents().ShouldBe(before);
    }

    [SkippableFact]
    public async Task A_folder_that_backups_are_kept_in_is_made_and_is_private()
    {
        await lab.FilledAsync();
        var folder = lab.PathOf("var/backups");
        var made = await RunAsync("backup", folder, "--keep", "14", "--store", Store);
        (made.ExitCode, made.Error).ShouldBe((0, ""));
        Directory.GetFiles(folder).ShouldHaveSingleItem();
        Skip.If(OperatingSystem.IsWindows(), "A folder on Windows has the access list of the one above.");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(folder).ShouldBe(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_server_whose_certificate_cannot_be_used_makes_no_store()
    {
        var run = await RunAsync("--store", Store, "--urls", "https://127.0.0.1:0", "--certificate", lab.PathOf("none.pem"));
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("none.pem");
        Directory.GetFiles(lab.Folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("list")]
    [InlineData("create", "--name", "anna", "--role", "admin")]
    public async Task Tokens_of_a_store_that_is_not_there_are_refused(params string[] arguments)
    {
        var run = await RunAsync(["token", .. arguments, "--store", lab.PathOf("none.json")]);
        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("There is no store");
        Directory.GetFiles(lab.Folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("backup", "There is no store")]
    [InlineData("restore", "is not a backup")]
    public async Task A_store_that_is_not_there_is_not_made(string command, string words)
    {
        await File.WriteAllTextAsync(lab.PathOf("foreign"), "foreign");
        var run = await RunAsync(command, lab.PathOf(command == "backup" ? "new.backup" : "foreign"), "--store", Store);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain(words);
        Directory.GetFiles(lab.Folder).ShouldHaveSingleItem();
    }

    private IEnumerable<string> Contents() => Directory.GetFileSystemEntries(lab.Folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Where(static path => !path.EndsWith(".lock", StringComparison.Ordinal))
        .Select(static path => $"{path} {(File.Exists(path) ? File.ReadAllText(path) : "")}");

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await CommandLine.RunAsync(arguments, output, error, CancellationToken.None);
        return (exitCode, output.ToString(), error.ToString());
    }
}
