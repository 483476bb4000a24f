using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>The files of a server's own store are nobody else's.</summary>
public sealed class PrivateStorageTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string OtherAccount = "4713";
    private readonly string folder = Directory.CreateTempSubdirectory("passthroughtools-private-").FullName;

    [SkippableFact]
    public async Task Every_file_that_a_server_makes_is_private()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists instead, which a new file gets from its folder.");
        await using (var storage = Open())
        {
            await storage.CheckAsync(default);
            foreach (var import in SampleRack.Imports())
                await storage.Backend.ExecuteAsync(new OperationRequest(import, "a@b"), default);
            await storage.Tokens.AddAsync(TestToken.Make().Stored, default);
            await storage.Refusals.AddAsync(
                new Refusal { Time = DateTime.UtcNow, RequestId = "r", Operation = "o", Id = "i", Message = "m" }, default);
        }

        var files = Directory.GetFiles(folder);
        files.Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ShouldBe(
            ["lab.journal.jsonl", "lab.json", "lab.lock", "lab.refusals.jsonl", "lab.tokens.json", "lab.tokens.lock"]);
        foreach (var file in files) ModeOf(file).ShouldBe(Private, file);
    }

    [SkippableFact]
    public async Task A_link_in_the_place_of_a_file_that_is_written_first_is_not_followed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var victim = Path.Combine(folder, "victim");
        await File.WriteAllTextAsync(victim, "untouched");
        foreach (var name in (string[])["lab.json.tmp", "lab.tokens.json.tmp", "lab.journal.jsonl.tmp"])
            File.CreateSymbolicLink(Path.Combine(folder, name), victim);
        await using var storage = Open();
        foreach (var import in SampleRack.Imports())
            await storage.Backend.ExecuteAsync(new OperationRequest(import, "a@b"), default);
        await storage.Tokens.AddAsync(TestToken.Make().Stored, default);
        (await File.ReadAllTextAsync(victim)).ShouldBe("untouched");
    }

    [SkippableTheory]
    [InlineData("lab.json")]
    [InlineData("lab.lock")]
    [InlineData("lab.journal.jsonl")]
    [InlineData("lab.tokens.json")]
    [InlineData("lab.refusals.jsonl")]
    public async Task A_link_of_another_account_in_a_shared_folder_is_refused(string name)
    {
        Skip.If(!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess, "Only root can give a link to another account.");
        var target = Directory.CreateTempSubdirectory("passthroughtools-target-").FullName;
        try
        {
            var file = Path.Combine(target, name);
            if (name == "lab.json")
            {
                await OpenIn(target).DisposeAsync();
            }
            else if (name == "lab.journal.jsonl")
            {
                await UseAsync();
                File.Move(Path.Combine(folder, name), file);
            }
            else
            {
                await File.WriteAllTextAsync(file, name == "lab.tokens.json" ? """{"schemaVersion":1,"tokens":[]}""" : "");
            }

            File.CreateSymbolicLink(Path.Combine(folder, name), file);
            Run("chown", "-h", OtherAccount, Path.Combine(folder, name));
            var before = await File.ReadAllTextAsync(file);

            // In a folder of its own account a link is its administrator's.
            Run("chmod", "0755", folder);
            await UseAsync();
            Run("chmod", "1777", folder);
            File.Delete(Path.Combine(folder, "lab.tokens.lock"));
            if (name != "lab.refusals.jsonl")
            {
                var refusal = await Should.ThrowAsync<PassthroughException>(UseAsync);
                refusal.Id.ShouldBe(ErrorId.StoreAccessDenied);
                refusal.Message.ShouldContain("symbolic link");
            }
            else
            {
                before = await File.ReadAllTextAsync(file);
                await UseAsync();
                (await File.ReadAllTextAsync(file)).ShouldBe(before, "what could not be written is in the server's log");
            }

            Run("chown", "-h", "root", Path.Combine(folder, name));
            await UseAsync();
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    [SkippableFact]
    public async Task A_link_to_nothing_in_the_place_of_the_refusals_does_not_keep_a_server_from_starting()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.CreateSymbolicLink(Path.Combine(folder, "lab.refusals.jsonl"), Path.Combine(folder, "nothing"));
        await using var storage = Open();
        (await storage.Refusals.ReadAsync(0, 10, default)).ShouldBeEmpty();
    }

    /// <summary>Below a folder that others may write to, a folder may be a link of theirs, or have one.</summary>
    [SkippableTheory]
    [InlineData("store")]
    [InlineData("store/below")]
    [InlineData("theirs/store")]
    public async Task A_folder_that_is_another_account_s_link_in_or_below_a_shared_one_is_refused(string place)
    {
        Skip.If(!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess, "Only root can give a link to another account.");
        var target = Directory.CreateTempSubdirectory("passthroughtools-target-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(target, "below"));
            Directory.CreateDirectory(Path.Combine(folder, "theirs"));
            Run("chown", OtherAccount, Path.Combine(folder, "theirs"));
            Run("chmod", "1777", folder);
            var link = Path.Combine(folder, place.Replace("/below", "", StringComparison.Ordinal));
            File.CreateSymbolicLink(link, target);
            await OpenIn(Path.Combine(folder, place)).DisposeAsync();
            var made = Directory.GetFiles(target, "*", SearchOption.AllDirectories);
            made.ShouldNotBeEmpty("a link of one's own is followed");
            foreach (var file in made) File.Delete(file);

            Run("chown", "-h", OtherAccount, link);
            Should.Throw<PassthroughException>(() => OpenIn(Path.Combine(folder, place))).Message.ShouldContain("symbolic link");
            Directory.GetFiles(target, "*", SearchOption.AllDirectories).ShouldBeEmpty();

            // In a folder that nobody else can write to it is its administrator's.
            Run("chmod", "0755", folder);
            Run("chown", "root", Path.GetDirectoryName(link)!);
            await OpenIn(Path.Combine(folder, place)).DisposeAsync();
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task UseAsync()
    {
        await using var storage = Open();
        await storage.Tokens.ReadAsync(default);
        await storage.Refusals.AddAsync(
            new Refusal { Time = DateTime.UtcNow, RequestId = "r", Operation = "o", Id = "i", Message = "m" }, default);
        var operation = new ImportOperation { VMHost = Guid.NewGuid().ToString("N"), Files = [] };
        await storage.Backend.ExecuteAsync(new OperationRequest(operation, "a@b"), default);
    }

    private static UnixFileMode ModeOf(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }

    private static LocalStorage OpenIn(string place) =>
        new(Path.Combine(place, "lab.json"), Catalog.BuiltIn, NullLogger<FileRefusalLog>.Instance);

    private LocalStorage Open() => OpenIn(folder);
}
