namespace PassthroughTools.Files;

/// <summary>Reading that goes on where a stream gives less than was asked for.</summary>
internal static class StreamExtensions
{
    /// <summary>Reads until there are so many bytes, or the stream ends.</summary>
    /// <returns>How many were read.</returns>
    public static int ReadUpTo(this Stream stream, byte[] buffer, int count)
    {
        int total = 0;
        while (total < count && stream.Read(buffer, total, count - total) is > 0 and var read) total += read;
        return total;
    }

    /// <summary>Passes over bytes.</summary>
    /// <returns>How many were there.</returns>
    public static long Skip(this Stream stream, long count)
    {
        var buffer = new byte[81920];
        long left = count;
        while (left > 0 && stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length)) is > 0 and var read) left -= read;
        return count - left;
    }
}
