using System.Text.RegularExpressions;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.State;

namespace PassthroughTools.Sessions;

/// <summary>Local stores: what ends in .json. What is written as a path, or is a file or folder, is refused here.</summary>
internal sealed class JsonStoreConnector : Connector
{
    private const string Extension = ".json";

    // ./x, ../x, /x, ~/x, \x and C:\x or TestDrive:/x, but no https://x
    private static readonly Regex PathPattern = new(
        @"^(?:\.{0,2}[\\/]|~[\\/]|[A-Za-z]\w*:[\\/](?![\\/]))", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public override BackendKind Kind => BackendKind.JsonStore;

    public override VIServer Connect(ConnectOptions options)
    {
        var (target, store) = (options.Target, options.Store);
        var path = RealPath.Of(options.FileSystemPath(store ?? target));
        if (!path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                store is null
                    ? Directory.Exists(path) ? FolderWords(target, path) : FileWords(target, path)
                    : $"{RehearsalSetting.Variable} is '{store}', which is neither 1 nor the path of a store: a store's path "
                        + "ends in .json. "
                        + "Set it to one of them, or remove it.",
                store ?? target);
        }

        if (store is not null && !File.Exists(path))
        {
            throw new PassthroughException(
                ErrorId.StoreNotFound,
                $"{RehearsalSetting.Variable} is '{store}', and there is no store '{path}'. Set it to the path of a store, or "
                + "to 1 to rehearse "
                + $"'{target}' itself, or remove it.",
                store);
        }

        var user = options.User ?? Environment.UserName;
        var origin = Origin(user, path, options.IsRehearsal);
        return SessionTable.Current.FindByOrigin(origin) ?? Open(options, path, user, origin);
    }

    public override IEnumerable<string> ShortNames(VIServer server) => [Path.GetFileName(server.Name)];

    public override bool IsTarget(string text, VIServer server, Func<string, string> fileSystemPath)
    {
        try
        {
            return string.Equals(RealPath.Of(fileSystemPath(text)), server.Name, StringComparison.Ordinal);
        }
        catch (PassthroughException)
        {
            return false;
        }
    }

    private protected override bool Recognises(string target, Func<string, string> fileSystemPath)
    {
        if (target.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || PathPattern.IsMatch(target)) return true;
        try
        {
            var path = fileSystemPath(target);
            return File.Exists(path) || Directory.Exists(path);
        }
        catch (PassthroughException)
        {
            return false;
        }
    }

    private static string FolderWords(string target, string path)
    {
        return StoreIn(path) is { } store
            ? $"'{target}' is a folder. Name a store in it: Connect-VIServer '{Path.Combine(target, store)}'"
            : $"'{target}' is a folder. Make a store in it: Connect-VIServer '{Path.Combine(target, "lab" + Extension)}' -Force; "
                + $"what hosts print is imported into that one: Import-PassthroughInventory '{target}'";
    }

    private static string? StoreIn(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*" + Extension).Select(Path.GetFileName)
                .OrderBy(static name => name, StringComparer.Ordinal).FirstOrDefault();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    private static string FileWords(string target, string path) => File.Exists(path)
        ? $"'{target}' is a file, but not a store: a store's path ends in .json. Connect a store, and import what hosts print: "
            + $"Import-PassthroughInventory '{target}'"
        : $"'{target}' is not a store: a store's path ends in .json. Give such a path, or make a store: "
            + $"Connect-VIServer '{Path.ChangeExtension(target, Extension)}' -Force";

    private VIServer Open(ConnectOptions options, string path, string user, string origin)
    {
        var catalog = options.Catalog() ?? Catalog.BuiltIn;
        if (options.Force && options.IsRehearsal && !File.Exists(path))
        {
            if (Directory.Exists(Path.GetDirectoryName(path)))
                return Rehearsal(options, path, user, InventoryState.Empty(catalog, origin));
            throw new PassthroughException(
                ErrorId.StoreNotFound,
                $"Store '{path}' could not be created: its folder does not exist. Create the folder first.", path);
        }

        if (options.Force && !options.IsRehearsal)
            JsonStoreBackend.CreateIfMissing(path, catalog, cancellationToken: options.StopToken);
        var store = JsonStoreBackend.Open(path, catalog, origin);
        var read = store.ReadAsync(options.StopToken).GetAwaiter().GetResult();
        if (!options.IsRehearsal) return Server(path, user, isRehearsal: false, read, store);
        store.Dispose();
        return Rehearsal(options, path, user, read);
    }
}
