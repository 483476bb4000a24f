namespace PassthroughTools.Files;

/// <summary>
/// A file below a folder or in an archive. Its content is read before the next file is asked for, or not at all.
/// </summary>
/// <param name="Name">Its name in the folder or archive, printable.</param>
/// <param name="Open">
/// Opens its content; null where it has none to read. Of an archive that is damaged there, opening and reading it throw
/// <see cref="InvalidDataException"/>.
/// </param>
/// <param name="WhyNot">Why it has none.</param>
internal sealed record TreeFile(string Name, Func<Stream>? Open, string? WhyNot)
{
    public static TreeFile Of(string name, Func<Stream> open) => new(Malformed.Printable(name), open, null);

    public static TreeFile Without(string name, string whyNot) => new(Malformed.Printable(name), null, whyNot);
}
