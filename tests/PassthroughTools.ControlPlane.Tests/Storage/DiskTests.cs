using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>A local store on a disk of its own, which only root can mount.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly string disk = Directory.CreateTempSubdirectory("passthroughtools-disk-").FullName;
    private bool isMounted;

    [SkippableFact]
    public async Task A_full_disk_is_known_and_so_is_that_it_has_room_again()
    {
        Mount("size=64k");
        await using var storage = Open();
        await storage.CheckAsync(CancellationToken.None);
        var filling = Path.Combine(disk, "filling");
        Should.Throw<IOException>(() => File.WriteAllBytes(filling, new byte[1024 * 1024]));
        await EventuallyAsync(storage, ErrorId.StoreWriteFailed);
        File.Delete(filling);
        await EventuallyAsync(storage, null);
        Directory.GetFiles(disk).ShouldAllBe(static file => !file.Contains(".lock.", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_disk_that_became_read_only_is_known()
    {
        Mount("size=64k");
        await using var storage = Open();
        await storage.CheckAsync(CancellationToken.None);
        Run("mount", "-o", "remount,ro", disk).ShouldBe(0);
        await EventuallyAsync(storage, ErrorId.StoreWriteFailed);

        // A write is refused as one on a full disk is, and is worth another try.
        var write = new OperationRequest(new ImportOperation { VMHost = "esxi01", Files = [] }, "a@b");
        var refusal = await Should.ThrowAsync<PassthroughException>(() => storage.Backend.ExecuteAsync(write, default));
        var problem = Problem.Of(refusal);
        (problem.Id, problem.Status).ShouldBe((ErrorId.StoreAccessDenied, 503));
        problem.Detail.ShouldContain("correct the folder's permissions");
    }

    [SkippableFact]
    public async Task What_a_failed_write_has_told_is_known_at_once()
    {
        Mount("size=64k");
        await using var storage = Open();
        await storage.CheckAsync(CancellationToken.None);
        Run("mount", "-o", "remount,ro", disk).ShouldBe(0);
        storage.Doubt();
        await Should.ThrowAsync<PassthroughException>(() => storage.CheckAsync(CancellationToken.None));
    }

    public void Dispose()
    {
        if (isMounted) Run("umount", "-l", disk);
        Directory.Delete(disk);
    }

    private static async Task EventuallyAsync(LocalStorage storage, ErrorId? expected)
    {
        for (int tries = 0; tries < 600; tries++)
        {
            try
            {
                await storage.CheckAsync(CancellationToken.None);
                if (expected is null) return;
            }
            catch (PassthroughException e) when (e.Id == expected)
            {
                e.Message.ShouldContain("Free space on its disk");
                return;
            }
            catch (PassthroughException) when (expected is null)
            {
                // It was tried within the last second.
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("It was not known in 30 s.");
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private LocalStorage Open() => new(Path.Combine(disk, "lab.json"), Catalog.BuiltIn, NullLogger<FileRefusalLog>.Instance);

    private void Mount(string options)
    {
        Skip.If(!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess, "Only root mounts disks.");
        isMounted = Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk) == 0;
        Skip.If(!isMounted, "This container may not mount disks.");
    }
}
