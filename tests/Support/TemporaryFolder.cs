using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace PassthroughTools.Tests.Support;

/// <summary>
/// The temporary folder of this test process and of all that it starts: one of its own, removed when the process ends. A process
/// that was killed leaves its folder, which the next one removes.
/// </summary>
internal static class TemporaryFolder
{
    // Short, since paths of sockets are: Chromium's has 107 characters in all.
    private const string Prefix = "ptt-";

    [ModuleInitializer]
    public static void Create()
    {
        var root = Path.GetTempPath();
        foreach (var folder in Directory.GetDirectories(root, Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(folder).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture,
                out int owner) && !Runs(owner)) Remove(folder);
        }

        var own = Path.Combine(root, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(own);
        foreach (var variable in (string[])["TMPDIR", "TEMP", "TMP"]) Environment.SetEnvironmentVariable(variable, own);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(own);
    }

    private static bool Runs(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>What another user owns, or a process still holds open on Windows, stays.</summary>
    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
