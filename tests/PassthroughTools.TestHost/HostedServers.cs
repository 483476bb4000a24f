using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.TestHost;

/// <summary>Servers, each with a store of its own and one administrator's token, which is the same text on all.</summary>
/// <param name="databases">Where the stores' inventories are served from; null for the stores themselves.</param>
internal sealed class HostedServers(Databases? databases) : IAsyncDisposable
{
    private readonly QuickToken shared = new();
    private readonly List<HostedServer> servers = [];
    private readonly List<IAsyncDisposable> others = [];

    /// <summary>
    /// Starts a server; gives its address and the token, and the thumbprints of its certificate where it has one.
    /// </summary>
    public async Task<string> StartAsync(string store, string user, string path, bool isSecure)
    {
        var certificate = isSecure ? Path.ChangeExtension(store, ".pfx") : null;
        var thumbprints = certificate is null ? default : TestCertificate.Write(certificate);
        var server = new HostedServer(databases is null ? store : await databases.TakeAsync(store), path, certificate);
        servers.Add(server);
        await server.StartAsync();
        await server.Tokens.AddAsync(shared.For(user), CancellationToken.None);
        return string.Join('\t', (string?[])[server.Address, shared.Text, thumbprints.Sha1, thumbprints.Sha256]).TrimEnd();
    }

    /// <summary>Makes a token of a server for a user; gives it.</summary>
    public async Task<string> AddTokenAsync(string address, string user, string role, bool isExpired)
    {
        var token = new QuickToken();
        DateTimeOffset? expires = isExpired ? DateTimeOffset.UtcNow.AddMinutes(-1) : null;
        var made = token.For(user, TokenRoles.Parse(role) ?? throw new FormatException($"'{role}' is no role."), expires);
        await At(address).Tokens.AddAsync(made, CancellationToken.None);
        return token.Text;
    }

    /// <summary>Withdraws all tokens of a user.</summary>
    public async Task<string> RevokeAsync(string address, string user)
    {
        await At(address).Tokens.RevokeAsync(user, DateTimeOffset.UtcNow, CancellationToken.None);
        return "revoked";
    }

    public async Task<string> DownAsync(string address)
    {
        await At(address).StopAsync();
        return "down";
    }

    public async Task<string> UpAsync(string address)
    {
        await At(address).StartAsync();
        return "up";
    }

    public string Lose(string address, int count)
    {
        At(address).Disturbance.Lose(count);
        return "lossy";
    }

    public string Hang(string address, bool hangs)
    {
        At(address).Disturbance.Hangs = hangs;
        return "hanging";
    }

    public async Task<string> StartForeignAsync(int status, string location, string body)
    {
        var server = new ForeignServer(status, location, body);
        others.Add(server);
        return await server.StartAsync();
    }

    /// <summary>Stops all servers.</summary>
    public async Task<string> StopAsync()
    {
        foreach (var server in servers.Concat(others)) await server.DisposeAsync();
        foreach (var server in servers) databases?.GiveBack(server.Store);
        servers.Clear();
        others.Clear();
        return "stopped";
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (databases is not null) await databases.DisposeAsync();
    }

    private HostedServer At(string address) =>
        servers.Find(server => server.Address == address) ?? throw new FormatException($"There is no server at '{address}'.");
}
