using PassthroughTools.Errors;
using PassthroughTools.Text;

namespace PassthroughTools.Files;

/// <summary>Reads the files that users hand in, with their faults as typed errors and a bound on their size.</summary>
internal static class InputFile
{
    /// <summary>The largest input file, in bytes: a store of 1,000 hosts and 10,000 VMs is about a tenth of it.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    /// <summary>The whole text of a file, UTF-8 unless a byte order mark or the file's own declaration says otherwise.</summary>
    /// <exception cref="PassthroughException">FileNotFound, AccessDenied or InputMalformed, naming the file.</exception>
    public static string ReadText(string path)
    {
        using var stream = Open(path);
        return TextDecoder.Decode(path, Guarded(path, () => ReadBytes(path, stream)));
    }

    /// <summary>Opens a file for reading; others may write it meanwhile.</summary>
    /// <exception cref="PassthroughException">FileNotFound or AccessDenied, naming the file.</exception>
    public static FileStream Open(string path) =>
        Guarded(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>All bytes of a file, read from where its stream is.</summary>
    /// <exception cref="PassthroughException">InputMalformed: they are too many.</exception>
    public static byte[] ReadBytes(string path, Stream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            if (bytes.Length + read > MaxBytes)
            {
                throw new PassthroughException(
                    ErrorId.InputMalformed,
                    $"File '{path}' has more than the {MaxBytes >> 20} MB that an input file may have. Check that it is the "
                    + "right file.",
                    path);
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>Does something with a file; what the file system refuses is a typed error.</summary>
    /// <exception cref="PassthroughException">FileNotFound or AccessDenied, naming the file.</exception>
    public static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PassthroughException(ErrorId.FileNotFound, $"File '{path}' does not exist. Check the path.", path, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException && Directory.Exists(path))
        {
            throw new PassthroughException(ErrorId.AccessDenied,
                $"'{path}' is a folder, and a file is read here. Give the path of a file.", path, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PassthroughException(ErrorId.AccessDenied,
                $"File '{path}' cannot be read: {Reason.Of(e.Message)}. Check its permissions.", path, e);
        }
    }
}
