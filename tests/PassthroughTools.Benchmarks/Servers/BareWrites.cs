namespace PassthroughTools.Benchmarks.Servers;

/// <summary>
/// Writes to a control plane with nothing round them: one connection, one POST after the other. A script takes it as a yardstick.
/// </summary>
public sealed class BareWrites : IDisposable
{
    private readonly HttpConnection connection;
    private readonly ServerRequests requests;

    /// <param name="address">The server.</param>
    /// <param name="token">A token that may write.</param>
    public BareWrites(Uri address, string token)
    {
        connection = new HttpConnection(address);
        requests = new ServerRequests(token);
    }

    /// <summary>Writes the notes of each of some machines.</summary>
    public void Send(IEnumerable<string> vmIds)
    {
        foreach (var id in vmIds) connection.Ask(requests.Write(id));
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
