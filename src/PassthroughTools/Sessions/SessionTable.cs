using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PassthroughTools.Sessions;

/// <summary>The servers that a runspace is connected to, and which of them cmdlets use where no -Server is given.</summary>
internal sealed class SessionTable
{
    private static readonly ConditionalWeakTable<Runspace, SessionTable> Tables = new();

    private readonly List<VIServer> servers = [];
    private readonly List<VIServer> defaults = [];
    private SessionState? published;

    /// <summary>The table of the runspace that this thread runs in.</summary>
    public static SessionTable Current => Tables.GetOrCreateValue(Runspace.DefaultRunspace);

    public IReadOnlyList<VIServer> Servers => servers;

    public IReadOnlyList<VIServer> Defaults => defaults;

    public VIServer? FindByOrigin(string origin) => servers.FirstOrDefault(server => string.Equals(server.Uid, origin, StringComparison.Ordinal));

    public void Add(VIServer server, bool isDefault, SessionState session)
    {
        if (!servers.Contains(server)) servers.Add(server);
        if (isDefault && !defaults.Contains(server)) defaults.Add(server);
        Publish(session);
    }

    public void Remove(VIServer server, SessionState session)
    {
        servers.Remove(server);
        defaults.Remove(server);
        server.Disconnect();
        Publish(session);
    }

    /// <summary>Disconnects all servers and takes back the variables.</summary>
    public void Clear()
    {
        foreach (var server in servers) server.Disconnect();
        servers.Clear();
        defaults.Clear();
        published?.PSVariable.Remove("global:DefaultVIServers");
        published?.PSVariable.Remove("global:DefaultVIServer");
        published = null;
    }

    /// <summary>Sets the variables by which PowerCLI's scripts find the default servers.</summary>
    private void Publish(SessionState session)
    {
        published = session;
        session.PSVariable.Set("global:DefaultVIServers", defaults.ToArray());
        session.PSVariable.Set("global:DefaultVIServer", defaults.LastOrDefault());
    }
}
