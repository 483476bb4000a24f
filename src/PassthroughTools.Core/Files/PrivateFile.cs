using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace PassthroughTools.Files;

/// <summary>Files that from their first moment only their owner may read and write, whatever the umask.</summary>
internal static class PrivateFile
{
    // rw-------
    private const int OwnerOnly = 0x180;

    // .NET 7 and later have it, which netstandard2.0 does not know; on Windows a file has the access list of its folder.
    private static readonly Type? Options = typeof(FileStream).Assembly.GetType("System.IO.FileStreamOptions");
    private static readonly PropertyInfo? CreateMode = Options?.GetProperty("UnixCreateMode");

    /// <summary>Opens a file; where it is created, it is private. One that is there keeps its mode.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">How it is opened. CreateNew follows no link.</param>
    /// <param name="access">What for.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="bufferSize">The stream's buffer.</param>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize)
    {
        if (CreateMode is null || mode == FileMode.Open || RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return new FileStream(path, mode, access, share, bufferSize);
        var options = Activator.CreateInstance(Options!);
        Set("Mode", mode);
        Set("Access", access);
        Set("Share", share);
        Set("BufferSize", bufferSize);
        CreateMode.SetValue(options, Enum.ToObject(Nullable.GetUnderlyingType(CreateMode.PropertyType)!, OwnerOnly));
        try
        {
            return (FileStream)Activator.CreateInstance(typeof(FileStream), path, options);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Capture(inner).Throw();
            throw;
        }

        void Set(string property, object value) => Options!.GetProperty(property).SetValue(options, value);
    }
}
