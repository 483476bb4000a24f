using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PassthroughTools.Sessions;

/// <summary>
/// The servers that a runspace is connected to, and which of them cmdlets use where no -Server is given. A connection itself
/// works in every runspace of the process: an object that was piped to another one finds the server that it was read from.
/// </summary>
internal sealed class SessionTable
{
    private static readonly ConditionalWeakTable<Runspace, SessionTable> Tables = new();
    private static readonly object Gate = new();
    private static readonly List<WeakReference<VIServer>> Everywhere = [];
    private static readonly Dictionary<string, VIServer> SharedRehearsals = new(StringComparer.Ordinal);

    private readonly List<VIServer> servers = [];
    private readonly List<VIServer> defaults = [];
    private SessionState? published;

    /// <summary>The table of the runspace that this thread runs in.</summary>
    public static SessionTable Current => Tables.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>Whether any runspace of the process is connected to a server.</summary>
    public static bool IsAnyConnected => Connected().Count > 0;

    public IReadOnlyList<VIServer> Servers
    {
        get
        {
            servers.RemoveAll(static server => !server.IsConnected);
            return servers;
        }
    }

    public IReadOnlyList<VIServer> Defaults
    {
        get
        {
            defaults.RemoveAll(static server => !server.IsConnected);
            return defaults;
        }
    }

    /// <summary>
    /// The server that an object was read from: the very connection; else one to the same server in this runspace, as after
    /// connecting again, or in another one. Null where there is none.
    /// </summary>
    public static VIServer? Of(string origin)
    {
        var connected = Connected();
        return connected.Find(server => ReferenceEquals(server.Uid, origin))
            ?? Current.FindByOrigin(origin)
            ?? connected.Find(server => string.Equals(server.Uid, origin, StringComparison.Ordinal));
    }

    /// <summary>The one rehearsal of a target that all runspaces of the process work on.</summary>
    /// <param name="made">A rehearsal of the target, which is taken where there is none yet.</param>
    public static VIServer Shared(VIServer made)
    {
        lock (Gate)
        {
            if (SharedRehearsals.TryGetValue(made.Uid, out var known)) return known;
            SharedRehearsals.Add(made.Uid, made);
            made.IsShared = true;
            return made;
        }
    }

    /// <summary>Whether a command without -Server acts on a server, and on no other.</summary>
    public static bool MeansOnly(VIServer server) =>
        Runspace.DefaultRunspace is null || (Current.Defaults.Count == 1 && Current.Defaults[0] == server);

    public VIServer? FindByOrigin(string origin) =>
        Servers.FirstOrDefault(server => string.Equals(server.Uid, origin, StringComparison.Ordinal));

    public void Add(VIServer server, bool isDefault, SessionState session)
    {
        lock (Gate)
        {
            Everywhere.RemoveAll(known => !known.TryGetTarget(out var one) || !one.IsConnected || one == server);
            Everywhere.Add(new WeakReference<VIServer>(server));
        }

        if (!servers.Contains(server)) servers.Add(server);
        if (isDefault)
        {
            // One target once, or all of it would be listed twice: whoever connected it last is meant.
            if (PowerCLIConfiguration.IsSingle) defaults.Clear();
            defaults.RemoveAll(server.IsOfTarget);
            defaults.Add(server);
        }

        Publish(session);
    }

    /// <summary>Disconnects a server. A shared rehearsal goes on for the others.</summary>
    public void Remove(VIServer server, SessionState session)
    {
        servers.Remove(server);
        defaults.Remove(server);
        if (!server.IsShared) server.Disconnect();
        Publish(session);
    }

    /// <summary>Disconnects all servers and takes back the variables.</summary>
    public void Clear()
    {
        lock (Gate)
        {
            servers.AddRange(SharedRehearsals.Values);
            SharedRehearsals.Clear();
        }

        foreach (var server in servers) server.Disconnect();
        servers.Clear();
        defaults.Clear();
        published?.PSVariable.Remove("global:DefaultVIServers");
        published?.PSVariable.Remove("global:DefaultVIServer");
        published = null;
    }

    private static List<VIServer> Connected()
    {
        lock (Gate)
            return [.. Everywhere.Select(static known => known.TryGetTarget(out var server) ? server : null).OfType<VIServer>()
                .Where(static server => server.IsConnected)];
    }

    /// <summary>Sets the variables by which PowerCLI's scripts find the default servers.</summary>
    private void Publish(SessionState session)
    {
        published = session;
        session.PSVariable.Set("global:DefaultVIServers", defaults.ToArray());
        session.PSVariable.Set("global:DefaultVIServer", defaults.LastOrDefault());
    }
}
