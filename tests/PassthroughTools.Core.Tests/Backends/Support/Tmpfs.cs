using System.Diagnostics;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>A small disk of its own, in memory, which can be filled and made read-only.</summary>
internal sealed class Tmpfs : IDisposable
{
    private const int Page = 4096;

    private Tmpfs(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler.bin");

    /// <summary>Mounts it; where the account may not, the test is skipped and says so.</summary>
    public static Tmpfs Mount(int kilobytes)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "A small disk is made by mounting a tmpfs, which only Linux has.");
        Skip.IfNot(Environment.IsPrivilegedProcess, "A small disk is made by mounting a tmpfs, which needs root.");
        var folder = Path.Combine(Path.GetTempPath(), "disk-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        if (Run("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={kilobytes}k"), "tmpfs", folder) is { } error)
        {
            Directory.Delete(folder);
            Skip.If(true, "A small disk is made by mounting a tmpfs, which this system does not allow: " + error);
        }

        return new Tmpfs(folder);
    }

    /// <summary>Takes all the space that is left, but for some pages.</summary>
    public void Fill(int pagesLeft = 0)
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        try
        {
            while (true) filler.Write(new byte[Page]);
        }
        catch (IOException)
        {
            filler.SetLength(filler.Length / Page * Page - (pagesLeft * Page));
        }
    }

    public void Free() => File.Delete(Filler);

    public void MakeReadOnly(bool readOnly)
    {
        if (Run("mount", "-o", readOnly ? "remount,ro" : "remount,rw", Folder) is { } error)
            throw new InvalidOperationException(error);
    }

    public void Dispose()
    {
        if (Run("umount", "-l", Folder) is { } error) throw new InvalidOperationException(error);
        Directory.Delete(Folder);
    }

    /// <summary>Runs a command; null where it succeeds, else what it says.</summary>
    private static string? Run(string command, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{command} ended with {process.ExitCode}: {error.Trim()}";
    }
}
