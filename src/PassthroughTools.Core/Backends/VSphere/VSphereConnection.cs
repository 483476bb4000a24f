using System.Diagnostics;
using PassthroughTools.Errors;
using PassthroughTools.Vim.PropertyCollector;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere;

/// <summary>
/// A session with a vCenter or ESXi whose failures are the errors of this module. A call is made once: what may have been done is
/// not done again.
/// </summary>
internal sealed class VSphereConnection : IDisposable
{
    // Whoever disconnects does not wait for a server that is away.
    private static readonly TimeSpan LogoutTime = TimeSpan.FromSeconds(5);

    private readonly VSphereOptions options;
    private readonly ServerCertificate certificate;
    private readonly ServerProxy proxy;
    private readonly SoapClient client;
    private readonly SoapLimits limits;
    private VimSession? session;

    private VSphereConnection(VSphereOptions options, HttpMessageHandler? handler)
    {
        this.options = options;
        certificate = new ServerCertificate(options.SkipCertificateCheck, options.CertificateThumbprint);
        proxy = new ServerProxy(options.Address, options.NoProxy);
        limits = new SoapLimits { Time = options.ConnectTime };
        client = new SoapClient(handler ?? certificate.Handler(proxy), options.Address, limits);
    }

    /// <summary>The server's name.</summary>
    public string Server => options.Name;

    /// <summary>For how long a server that went away is asked again, where that changes nothing.</summary>
    public TimeSpan Patience => options.Patience;

    /// <summary>What the server is, and what leads to its managed objects.</summary>
    public ServiceContent Content => session!.Content;

    /// <summary>The user whom the server knows the session by.</summary>
    public string User { get; private set; } = "";

    /// <summary>Connects a server, and logs in.</summary>
    /// <exception cref="PassthroughException">
    /// ServerUnreachable, OperationTimeout, CertificateUntrusted, AuthenticationFailed, AccessDenied, InputMalformed.
    /// </exception>
    /// <param name="options">How it is reached.</param>
    /// <param name="handler">What sends; null for HTTPS.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<VSphereConnection> OpenAsync(
        VSphereOptions options, HttpMessageHandler? handler, CancellationToken cancellationToken)
    {
        var connection = new VSphereConnection(options, handler);
        try
        {
            connection.session = await connection.GuardAsync(
                options.SessionId is null ? $"log '{options.User}' in" : "go on with the session",
                changes: false,
                options.Name,
                () => options.SessionId is { } id
                    ? VimSession.ResumeAsync(connection.client, id, cancellationToken)
                    : VimSession.LoginAsync(connection.client, options.User ?? "", options.Password ?? "", cancellationToken))
                .ConfigureAwait(false);
            connection.limits.Time = options.CallTime;
            connection.User = options.SessionId is null
                ? connection.session.User
                : (await connection.ReadAsync<UserSession>(connection.Content.SessionManager!, "currentSession",
                    cancellationToken)
                    .ConfigureAwait(false))?.UserName ?? "";
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Calls a method that returns one value or none, and changes nothing.</summary>
    /// <exception cref="PassthroughException">The server refused it, or gave no answer.</exception>
    public async Task<T?> AskAsync<T>(
        ManagedObjectReference self, string method, CancellationToken cancellationToken, params SoapArgument[] arguments)
        where T : class =>
        (await ListAsync<T>(self, method, cancellationToken, arguments).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Calls a method that returns a list, and changes nothing.</summary>
    /// <inheritdoc cref="AskAsync{T}"/>
    public async Task<List<T>> ListAsync<T>(
        ManagedObjectReference self, string method, CancellationToken cancellationToken, params SoapArgument[] arguments) =>
        [
            .. (await CallAsync($"answer {method}", changes: false, null, self, method, typeof(T), arguments, cancellationToken)
                .ConfigureAwait(false)).Cast<T>(),
        ];

    /// <summary>Calls a method that changes something.</summary>
    /// <param name="what">What it does, as in: power on VM 'gpu-01'.</param>
    /// <param name="target">The object that it is about.</param>
    /// <param name="self">The managed object.</param>
    /// <param name="method">The method.</param>
    /// <param name="cancellationToken">Ends the waiting for the answer.</param>
    /// <param name="arguments">What it is given.</param>
    /// <exception cref="PassthroughException">The server refused it, or gave no answer: then the message says that it may have
    /// been done.</exception>
    public async Task<T?> ChangeAsync<T>(
        string what,
        object? target,
        ManagedObjectReference self,
        string method,
        CancellationToken cancellationToken,
        params SoapArgument[] arguments)
        where T : class =>
        (await ChangeAsync(what, target, self, method, typeof(T), arguments, cancellationToken)
            .ConfigureAwait(false)).FirstOrDefault() as T;

    /// <summary>Calls a method that may change something, and returns values of a type.</summary>
    /// <inheritdoc cref="ChangeAsync{T}"/>
    public Task<List<object>> ChangeAsync(
        string what,
        object? target,
        ManagedObjectReference self,
        string method,
        Type returned,
        SoapArgument[] arguments,
        CancellationToken cancellationToken) =>
        CallAsync(what, changes: true, target, self, method, returned, arguments, cancellationToken);

    /// <summary>Properties of some objects as they are now, by object and path. What has no value is not there.</summary>
    /// <exception cref="PassthroughException">The server refused it, or gave no answer.</exception>
    public async Task<Dictionary<ManagedObjectReference, Dictionary<string, object>>> ReadAsync(
        IReadOnlyCollection<ManagedObjectReference> objects, IReadOnlyCollection<string> paths,
        CancellationToken cancellationToken)
    {
        var read = new Dictionary<ManagedObjectReference, Dictionary<string, object>>();
        if (objects.Count == 0) return read;
        var spec = new PropertyFilterSpec
        {
            PropSet =
            [
                .. objects.Select(static one => one.Type).Distinct(StringComparer.Ordinal)
                    .Select(type => new PropertySpec { Type = type, PathSet = [.. paths] }),
            ],
            ObjectSet = [.. objects.Select(static one => new ObjectSpec { Obj = one, Skip = false })],
        };
        var found = await GuardAsync(
            "return properties", changes: false, null, () => session!.CallAsync(RetrieveAsync, cancellationToken))
            .ConfigureAwait(false);
        foreach (var one in found)
        {
            if (one.Obj is not { } obj) continue;
            read[obj] = (one.PropSet ?? []).Where(static property => property is { Name: not null, Val: not null })
                .GroupBy(static property => property.Name!, StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, static group => group.Last().Val!, StringComparer.Ordinal);
        }

        return read;

        async Task<List<ObjectContent>> RetrieveAsync(SoapClient soap, CancellationToken token)
        {
            var all = new List<ObjectContent>();
            var page = await soap.CallAsync<RetrieveResult>(
                Content.PropertyCollector!,
                "RetrievePropertiesEx",
                token,
                SoapArgument.Of("specSet", new[] { spec }),
                SoapArgument.Of("options", new RetrieveOptions())).ConfigureAwait(false);
            while (page is not null)
            {
                all.AddRange(page.Objects ?? []);

                // A server may answer in pages though none are asked for.
                if (page.Token is not { Length: > 0 } next) break;
                if (page.Objects is null || all.Count > objects.Count)
                    throw new VimAnswerException("It answers pages without end.");
                page = await soap.CallAsync<RetrieveResult>(
                    Content.PropertyCollector!, "ContinueRetrievePropertiesEx", token, SoapArgument.Of("token", next))
                    .ConfigureAwait(false);
            }

            // Without a session a server answers this, and not the fault: it is thrown, so that the session is begun anew.
            var missing = all.SelectMany(static one => one.MissingSet ?? []);
            foreach (var one in missing.Where(static one => one.Fault?.Fault?.Kind == VimSession.NotAuthenticated))
                throw new VimFaultException(one.Fault!.Fault!, one.Fault.LocalizedMessage ?? "");
            return all;
        }
    }

    /// <summary>A property of an object as it is now; null where it has no value, or one of another type.</summary>
    /// <exception cref="PassthroughException">The server refused it, or gave no answer.</exception>
    public async Task<T?> ReadAsync<T>(ManagedObjectReference one, string path, CancellationToken cancellationToken)
        where T : class
    {
        var read = await ReadAsync([one], [path], cancellationToken).ConfigureAwait(false);
        return read.TryGetValue(one, out var properties) && properties.TryGetValue(path, out var value) ? value as T : null;
    }

    /// <summary>Ends the session, unless somebody else began it.</summary>
    public void Dispose()
    {
        if (session is not null && options.SessionId is null)
        {
            using var patience = new CancellationTokenSource(LogoutTime);
            try
            {
                Task.Run(() => session.LogoutAsync(patience.Token), patience.Token).GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is VimFaultException or VimAnswerException or HttpRequestException or TimeoutException
                or OperationCanceledException)
            {
                // The server ends it by itself.
            }
        }

        if (session is not null) session.Dispose();
        else client.Dispose();
    }

    private Task<List<object>> CallAsync(
        string what,
        bool changes,
        object? target,
        ManagedObjectReference self,
        string method,
        Type returned,
        SoapArgument[] arguments,
        CancellationToken cancellationToken) =>
        GuardAsync(
            what,
            changes,
            target,
            () => session!.CallAsync((soap, token) => soap.ListAsync(self, method, returned, token, arguments),
                cancellationToken));

    private async Task<T> GuardAsync<T>(string what, bool changes, object? target, Func<Task<T>> call)
    {
        var watch = Stopwatch.StartNew();
        var trace = BackendTrace.Current;
        string ended = "answered";
        try
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (HttpRequestException e) when (!changes && IsBroken(e))
            {
                // The server was there: what changes nothing is asked once more.
                return await call().ConfigureAwait(false);
            }
        }
        catch (VimFaultException e)
        {
            ended = e.Fault;
            throw VSphereFault.Refusal(Server, what, e.FaultObject, e.Message, target, e);
        }
        catch (VimRequestException e)
        {
            ended = "not sent";
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"'{Server}' was not asked to {what}: {e.Message.TrimEnd('.')}. Nothing changed.",
                target ?? Server,
                e);
        }
        catch (HttpRequestException e) when (certificate.Fault is not null)
        {
            throw certificate.Refusal(Server, e);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or VimAnswerException)
        {
            var refusal = Unanswered(e, changes ? what : null, target);
            ended = $"{refusal.Id}";
            throw refusal;
        }
        finally
        {
            trace?.Say($"{Server} was asked to {what}: {ended} in {watch.ElapsedMilliseconds} ms");
        }
    }

    /// <summary>The refusal of a call that got no answer; one that changes something may have been done.</summary>
    private PassthroughException Unanswered(Exception cause, string? change, object? target)
    {
        string doubt = change is null ? "" : $" Whether it was done ({change}) is not known: look before you ask again.";
        var (id, words) = cause switch
        {
            TimeoutException => (
                ErrorId.OperationTimeout,
                $"'{Server}' gave no answer{proxy.Way}: {cause.Message.TrimEnd('.')}."
                + (change is null ? " Check that the server is well, and try again." : "")),
            VimAnswerException { IsOutOfService: true } => (
                ErrorId.ServerUnreachable,
                $"'{Server}' answers {cause.Message}{proxy.Way}, as a vCenter does while its services start or are stopped. "
                + "Wait until they run, and try again."),
            VimAnswerException => (
                ErrorId.InputMalformed,
                $"What '{Server}' answered cannot be understood: {cause.Message.TrimEnd('.')}. "
                + "Check that it is a vCenter or an ESXi host."),
            _ when IsBroken(cause) => (
                ErrorId.ServerUnreachable,
                proxy.Way.Length == 0
                    ? $"'{Server}' broke the connection off before it had answered. Check that the server is well."
                    : $"The connection to '{Server}'{proxy.Way} broke off before there was an answer. Check that both are well."),
            _ => (
                ErrorId.ServerUnreachable,
                $"'{Server}' cannot be reached{proxy.Way}: {proxy.Words(cause)}. {proxy.Advice(cause)}."),
        };
        return new PassthroughException(id, words + doubt, target ?? Server, proxy.Shown(cause));
    }

    /// <summary>Whether a connection that there was has broken.</summary>
    private static bool IsBroken(Exception e) => e.InnerException is IOException;
}
