namespace PassthroughTools.Importing;

/// <summary>The rack of examples/rack, which the module and the server carry with them.</summary>
internal static class SampleRack
{
    private const string Head = "rack/";

    /// <summary>The imports that make it in an inventory that is empty: each host's files, then what these do not tell.</summary>
    public static IEnumerable<ImportOperation> Imports()
    {
        var files = typeof(SampleRack).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Head, StringComparison.Ordinal))
            .OrderBy(static name => name, StringComparer.Ordinal).ToLookup(HostOf, StringComparer.Ordinal);
        return files.Where(static host => host.Key is not null)
            .Select(host => new ImportOperation { Files = [.. host.Select(FileOf)], VMHost = host.Key })
            .Append(new ImportOperation { Files = [.. files[null].Select(FileOf)] });
    }

    private static string? HostOf(string name)
    {
        var parts = name.Split('/');
        return parts.Length == 3 ? parts[1] : null;
    }

    private static ImportFile FileOf(string name)
    {
        using var stream = typeof(SampleRack).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return new ImportFile(name.Substring(name.LastIndexOf('/') + 1), reader.ReadToEnd());
    }
}
