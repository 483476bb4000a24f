using System.Text;

namespace PassthroughTools.ControlPlane.Storage.Backups;

/// <summary>
/// The lines of a backup, which is a text of UTF-8 compressed by gzip. Each is a JSON object with one property: the head, the
/// inventory, an event for each change that is known, the tokens, the end with the checksum of all bytes before its line.
/// </summary>
internal static class BackupLine
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>The properties.</summary>
    public const string Head = "passthroughToolsBackup", Inventory = "inventory", Event = "event", Tokens = "tokens", End = "end";

    /// <summary>A line, with its end.</summary>
    public static byte[] Of(string property, ReadOnlySpan<byte> value)
    {
        var opening = Opening(property);
        var line = new byte[opening.Length + value.Length + 2];
        opening.CopyTo(line, 0);
        value.CopyTo(line.AsSpan(opening.Length));
        line[^2] = (byte)'}';
        line[^1] = (byte)'\n';
        return line;
    }

    /// <summary>The value of a line's property; null where it is another line.</summary>
    public static ReadOnlyMemory<byte>? ValueOf(string property, ReadOnlyMemory<byte> line)
    {
        var opening = Opening(property);
        return line.Length > opening.Length && line.Span.StartsWith(opening) && line.Span[^1] == (byte)'}'
            ? line[opening.Length..^1] : default(ReadOnlyMemory<byte>?);
    }

    private static byte[] Opening(string property) => Encoding.ASCII.GetBytes($"{{\"{property}\":");
}
