using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.Sessions;

/// <summary>Local stores: what ends in .json.</summary>
internal sealed class JsonStoreConnector : Connector
{
    private const string Extension = ".json";

    public override BackendKind Kind => BackendKind.JsonStore;

    public override VIServer Connect(ConnectOptions options)
    {
        var (target, store) = (options.Target, options.Store);
        var path = options.FileSystemPath(store ?? target);
        if (!path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                store is null
                    ? $"'{target}' is no store: a store's path ends in .json."
                    : $"{RehearsalSetting.Variable} is '{store}', which is neither 1 nor the path of a store: a store's path ends in .json. "
                        + "Set it to one of them, or remove it.",
                store ?? target);
        }

        if (store is not null && !File.Exists(path))
        {
            throw new PassthroughException(
                ErrorId.StoreNotFound,
                $"{RehearsalSetting.Variable} is '{store}', and there is no store '{path}'. Set it to the path of a store, or to 1 to rehearse "
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
            return string.Equals(fileSystemPath(text), server.Name, StringComparison.Ordinal);
        }
        catch (PassthroughException)
        {
            return false;
        }
    }

    private protected override bool Recognises(string target) => target.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    private VIServer Open(ConnectOptions options, string path, string user, string origin)
    {
        var catalog = options.Catalog() ?? Catalog.BuiltIn;
        if (options.Force && options.IsRehearsal && !File.Exists(path))
        {
            if (Directory.Exists(Path.GetDirectoryName(path))) return Rehearsal(options, path, user, InventoryState.Empty(catalog, origin));
            throw new PassthroughException(
                ErrorId.StoreNotFound, $"Store '{path}' could not be created: its folder does not exist. Create the folder first.", path);
        }

        if (options.Force && !options.IsRehearsal) JsonStoreBackend.CreateIfMissing(path, catalog, options.StopToken);
        var store = JsonStoreBackend.Open(path, catalog, origin);
        var read = store.ReadAsync(options.StopToken).GetAwaiter().GetResult();
        if (!options.IsRehearsal) return Server(path, user, isRehearsal: false, read, store);
        store.Dispose();
        return Rehearsal(options, path, user, read);
    }
}
