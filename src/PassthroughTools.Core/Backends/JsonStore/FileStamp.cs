namespace PassthroughTools.Backends.JsonStore;

/// <summary>By what a change of a file is told: its length and the time of its last write.</summary>
internal readonly record struct FileStamp(long Length, long Ticks)
{
    /// <summary>The stamp of a file; a missing one has a stamp too.</summary>
    public static FileStamp Of(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? new FileStamp(info.Length, info.LastWriteTimeUtc.Ticks) : Missing;
    }

    /// <summary>Whether there was no file.</summary>
    public bool IsMissing => this == Missing;

    private static FileStamp Missing => new(-1, 0);
}
