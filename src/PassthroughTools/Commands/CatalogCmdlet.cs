using PassthroughTools.Binding;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>What the cmdlets that look things up in the capability catalog share. They need no server.</summary>
public abstract class CatalogCmdlet : PassthroughCmdlet
{
    /// <summary>The catalog of a file, else that of the server connected last, else the session's.</summary>
    /// <exception cref="PassthroughException">InputMalformed, FileNotFound, AccessDenied: the file is no catalog, or cannot be
    /// read.</exception>
    private protected Catalog CatalogOf(string? path) => path is null && SessionTable.Current.Defaults is { Count: > 0 } servers
        ? servers[servers.Count - 1].Last.Catalog
        : SessionCatalog.Load(path, FileSystemPath) ?? Catalog.BuiltIn;

    /// <summary>
    /// The device models of a key, name or PCI IDs, with wildcards; none is a non-terminating error unless it is a pattern.
    /// </summary>
    private protected IReadOnlyList<ModelEntry> ModelsOf(Catalog catalog, string text) =>
        Fitting(catalog.Models, text, static entry => [entry.Key, entry.Name, .. entry.PciIds.Select(static id => id.ToString())],
            "device model");

    /// <summary>The entries that a text names; none is a non-terminating error unless it is a pattern.</summary>
    private protected List<T> Fitting<T>(IReadOnlyList<T> entries, string text, Func<T, IEnumerable<string>> names, string kind)
        where T : CatalogEntry
    {
        var pattern = new NamePattern(text);
        var fitting = entries.Where(entry => names(entry).Any(pattern.Fits)).ToList();
        if (fitting.Count == 0 && !pattern.IsPattern)
        {
            var near = NearName.Of(text, entries.SelectMany(names));
            Refuse(
                ErrorId.CatalogEntryNotFound,
                $"The catalog has no {kind} '{text}'.{(near is null ? "" : $" Did you mean '{near}'?")} "
                + "See what it has: Get-PassthroughCapability -Technology * -Model *",
                text);
        }

        return fitting;
    }
}
