using PassthroughTools.Vim.Views;
using VMware.Vim;
using Task = System.Threading.Tasks.Task;

namespace PassthroughTools.Vim.Soap;

/// <summary>
/// A session with a vSphere. A session that the server has ended, as one that was idle for too long, is begun anew once without a
/// word, where a name and a password are known.
/// </summary>
internal sealed class VimSession : IDisposable
{
    /// <summary>The fault of a call without a session.</summary>
    public const string NotAuthenticated = "NotAuthenticated";

    /// <summary>A vCenter ends a session that was idle for 30 minutes unless it is set otherwise.</summary>
    private static readonly TimeSpan KeptAlive = TimeSpan.FromMinutes(10);

    private readonly SoapClient client;
    private readonly SemaphoreSlim login = new(1, 1);
    private readonly Timer keepAlive;
    private (string User, string Password)? credential;
    private int begun;

    private VimSession(SoapClient client, ServiceContent content)
    {
        this.client = client;
        Content = content;
        client.Version = content.About?.ApiVersion;
        keepAlive = new Timer(_ => _ = StayAsync(), null, KeptAlive, KeptAlive);
    }

    /// <summary>What the server is, and what leads to its managed objects.</summary>
    public ServiceContent Content { get; }

    /// <summary>The user whom the server knows the session by.</summary>
    public string User { get; private set; } = "";

    /// <summary>The id by which the session can be taken up again.</summary>
    public string? Id => client.Session;

    /// <summary>Begins a session by name and password.</summary>
    /// <exception cref="VimFaultException">InvalidLogin and others.</exception>
    /// <inheritdoc cref="SoapClient.CallAsync{T}"/>
    public static async Task<VimSession> LoginAsync(
        SoapClient client, string user, string password, CancellationToken cancellationToken)
    {
        var session = await ConnectAsync(client, cancellationToken).ConfigureAwait(false);
        session.credential = (user, password);
        await session.LoginAsync(cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <summary>Takes a session up that was begun elsewhere.</summary>
    /// <exception cref="VimFaultException">NotAuthenticated: there is no such session, or not any more.</exception>
    /// <inheritdoc cref="SoapClient.CallAsync{T}"/>
    public static async Task<VimSession> ResumeAsync(SoapClient client, string id, CancellationToken cancellationToken)
    {
        client.Session = id;
        var session = await ConnectAsync(client, cancellationToken).ConfigureAwait(false);

        // Only whom a server knows may ask for its time.
        await client.ListAsync<DateTime>(ServiceInstance.Reference, "CurrentTime", cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <summary>Calls something that needs the session; once more in a new one where the server has ended it.</summary>
    public async Task<T> CallAsync<T>(Func<SoapClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        int known = begun;
        try
        {
            return await call(client, cancellationToken).ConfigureAwait(false);
        }
        catch (VimFaultException e) when (e.Fault == NotAuthenticated && credential is not null)
        {
            // The server says that it has not begun what was asked: asking again does nothing twice.
            await login.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (begun == known) await LoginAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                login.Release();
            }

            return await call(client, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the session at the server.</summary>
    public async Task LogoutAsync(CancellationToken cancellationToken)
    {
        keepAlive.Dispose();
        credential = null;
        if (Content.SessionManager is { } manager)
            await client.ListAsync<object>(manager, "Logout", cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        keepAlive.Dispose();
        login.Dispose();
        client.Dispose();
    }

    private static async Task<VimSession> ConnectAsync(SoapClient client, CancellationToken cancellationToken)
    {
        var content = await client.CallAsync<ServiceContent>(
            ServiceInstance.Reference, "RetrieveServiceContent", cancellationToken).ConfigureAwait(false);
        return content?.SessionManager is null
            ? throw new VimAnswerException("It has no session manager, which every vSphere has.")
            : new VimSession(client, content);
    }

    private async Task LoginAsync(CancellationToken cancellationToken)
    {
        var (user, password) = credential!.Value;
        client.Session = null;
        var known = await client.CallAsync<UserSession>(
            Content.SessionManager!,
            "Login",
            cancellationToken,
            SoapArgument.Of("userName", user),
            SoapArgument.Of("password", password)).ConfigureAwait(false);
        User = known?.UserName ?? user;
        begun++;
    }

    /// <summary>
    /// Asks for the time, so that the server does not take the session for left. Whether it could is seen by the next call.
    /// </summary>
    private async Task StayAsync()
    {
        try
        {
            await client.ListAsync<DateTime>(ServiceInstance.Reference, "CurrentTime", CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is VimFaultException or VimAnswerException or HttpRequestException or TimeoutException
            or ObjectDisposedException)
        {
        }
    }
}
