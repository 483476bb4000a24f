using System;
using System.IO;
using System.Text;
using PassthroughTools.Errors;

namespace PassthroughTools.Files;

/// <summary>Reads the files that users hand in, with their faults as typed errors and a bound on their size.</summary>
internal static class InputFile
{
    /// <summary>The largest input file, in bytes: a store of 1,000 hosts and 10,000 VMs is about a tenth of it.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    /// <summary>The whole text of a file, UTF-8 unless a byte order mark says otherwise.</summary>
    /// <exception cref="PassthroughException">StoreNotFound, AccessDenied or InputMalformed, naming the file.</exception>
    public static string ReadText(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxBytes)
                throw new PassthroughException(ErrorId.InputMalformed, $"File '{path}' has {stream.Length / (1024 * 1024)} MB; an input file may have {MaxBytes / (1024 * 1024)} MB. Check that it is the right file.", path);
            using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PassthroughException(ErrorId.StoreNotFound, $"File '{path}' does not exist. Check the path.", path, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PassthroughException(ErrorId.AccessDenied, $"File '{path}' cannot be read: {e.Message} Check its permissions.", path, e);
        }
    }
}
