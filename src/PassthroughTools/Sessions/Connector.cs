using System.Text.RegularExpressions;
using PassthroughTools.Backends;
using PassthroughTools.Backends.Rehearsal;
using PassthroughTools.State;

namespace PassthroughTools.Sessions;

/// <summary>One kind of backend: which targets are of it, how they are connected, and what names them.</summary>
internal abstract class Connector
{
    // A user may have an @, and a path may have one: the name of a store begins as a path does, a server's place has a port.
    private static readonly Regex OriginPattern = new(
        @"^/VIServer=.*?@(?:(?<name>(?:/|[A-Za-z]:[\\/]|\\\\).*?)|"
        + "(?<place>[^/@]+:[0-9]+(?:/.*?)??)(?:/(?<kind>ControlPlane|VSphere)=(?<protocol>https?))?)"
        + "(?<rehearsal>#rehearsal)?/[A-Za-z]+=",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        TimeSpan.FromSeconds(1));

    private static readonly Connector[] All = [new ControlPlaneConnector(), new JsonStoreConnector(), new VSphereConnector()];

    /// <summary>The kind.</summary>
    public abstract BackendKind Kind { get; }

    /// <summary>The connector of a kind.</summary>
    public static Connector For(BackendKind kind) => All.First(connector => connector.Kind == kind);

    /// <summary>The connector that a target's form tells, or what is there.</summary>
    /// <param name="target">The target.</param>
    /// <param name="fileSystemPath">Makes a PowerShell path one of the file system.</param>
    public static Connector For(string target, Func<string, string> fileSystemPath) =>
        All.First(connector => connector.Recognises(target, fileSystemPath));

    /// <summary>Connects a target, or makes a rehearsal of it; what is connected already is gone on with.</summary>
    /// <exception cref="Errors.PassthroughException">It cannot be connected; the id and message say why.</exception>
    public abstract VIServer Connect(ConnectOptions options);

    /// <summary>The names by which a server may be called beside its own.</summary>
    public abstract IEnumerable<string> ShortNames(VIServer server);

    /// <summary>Whether a text is a server's path or address in any form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="server">The server.</param>
    /// <param name="fileSystemPath">Makes a PowerShell path one of the file system.</param>
    public abstract bool IsTarget(string text, VIServer server, Func<string, string> fileSystemPath);

    /// <summary>The TCP port of a server; null for one that has none.</summary>
    public virtual int? PortOf(string name) => null;

    /// <summary>Whether a target is of this kind by its form.</summary>
    private protected abstract bool Recognises(string target, Func<string, string> fileSystemPath);

    /// <summary>What the Uids of a server's objects begin with.</summary>
    private protected static string Origin(string user, string name, bool isRehearsal) =>
        $"/VIServer={user}@{name}{(isRehearsal ? "#rehearsal" : "")}/";

    /// <summary>
    /// The server that a Uid is of, and whether it is a rehearsal of that one; null where it is no Uid. A vSphere's is
    /// PowerCLI's; a control plane's says that it is one, and its protocol.
    /// </summary>
    public static (string Name, bool IsRehearsal)? ServerIn(string uid)
    {
        if (OriginPattern.Match(uid) is not { Success: true } match) return null;
        var (place, protocol) = (match.Groups["place"].Value, match.Groups["protocol"].Value);
        string name = place.Length == 0 ? match.Groups["name"].Value
            : match.Groups["kind"].Value == nameof(BackendKind.ControlPlane) ? ControlPlaneTarget.NameAt(place, protocol)
            : VSphereTarget.NameAt(place, protocol);
        return (name, match.Groups["rehearsal"].Success);
    }

    /// <summary>Whether a Uid is of a server or of its target, for whichever user.</summary>
    public static bool IsOf(string uid, VIServer server) =>
        ServerIn(uid) is var (name, isRehearsal) && ServerIn($"{server.Uid}VM=") is var (other, _)
        && string.Equals(name, other, StringComparison.Ordinal) && (server.IsRehearsal || !isRehearsal);

    /// <summary>A rehearsal of an inventory; the process's own where the options ask for that.</summary>
    private protected VIServer Rehearsal(ConnectOptions options, string name, string user, InventoryState state)
    {
        var made = Server(name, user, isRehearsal: true, state, new RehearsalBackend(name, state));
        return options.IsShared ? SessionTable.Shared(made) : made;
    }

    private protected VIServer Server(string name, string user, bool isRehearsal, InventoryState state,
        IInventoryBackend backend) =>
        new(name, this, user, isRehearsal, state, backend);
}
