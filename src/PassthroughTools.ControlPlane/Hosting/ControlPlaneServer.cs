using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>A server, put together from its options.</summary>
internal static class ControlPlaneServer
{
    // What the server reads ahead of a client, of which there are thousands.
    private const int ReadAhead = 64 * 1024;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    /// <summary>The configuration of some arguments.</summary>
    /// <exception cref="PassthroughException">An argument is wrong.</exception>
    public static WebApplicationBuilder Configure(IReadOnlyList<string> arguments)
    {
        var read = ServerArguments.Checked(arguments);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ToConsole();
        builder.Configuration.AddEnvironmentVariables("PASSTHROUGHTOOLS_").AddCommandLine(read);
        return builder;
    }

    /// <summary>A server that is ready to start, with its storage open.</summary>
    /// <exception cref="PassthroughException">An option is wrong, or the storage cannot be opened.</exception>
    public static async Task<WebApplication> BuildAsync(WebApplicationBuilder builder, ServerStorage storage,
        ServerOptions options, ITokenSource tokens, CancellationToken cancellationToken)
    {
        TransportGuard.Enforce(options.Urls, builder.Configuration);
        if (options.Sample && !await SampleFilling.TryAsync(storage.Backend, cancellationToken))
            builder.Services.AddHostedService<SampleFilling>();
        builder.WebHost.UseUrls([.. options.Urls]).ConfigureKestrel(kestrel => Limit(kestrel, options));
        builder.Services
            .AddSingleton(options)
            .AddSingleton(storage)
            .AddSingleton(storage.Backend)
            .AddSingleton(storage.Refusals)
            .AddSingleton<ServerMetrics>()
            .AddSingleton<Readiness>()
            .AddSingleton<RequestLog>()
            .AddHostedService<Retention>()
            .AddSingleton<StateDocuments>()
            .AddSingleton<OperationRunner>()
            .AddSingleton<BodyPlaces>()
            .AddSingleton<ClientConnections>()
            .AddSingleton<StreamPlaces>()
            .AddSingleton<TaskTable>()
            .AddHostedService(static services => services.GetRequiredService<TaskTable>())
            .AddSingleton<EventHub>()
            .AddHostedService(static services => services.GetRequiredService<EventHub>())
            .AddSingleton<IRefusalWriter, RefusalWriter>()
            .AddTokenSecurity(tokens)
            .AddHsts(static hsts => hsts.MaxAge = TimeSpan.FromDays(365))
            .Configure<HostOptions>(static host => host.ShutdownTimeout = StopPatience);
        AnswerCompression.AddTo(builder.Services);
        var app = builder.Build();

        // Without a proxy that is known the platform would believe anybody.
        if (options.Proxies.Count > 0) app.UseForwardedHeaders(Forwarded(options));
        app.UseMiddleware<FaultHandling>();
        app.UseResponseCompression();
        app.Use(ClientConnections.RefuseAsync);
        app.UseHsts();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapAll();
        return app;
    }

    /// <summary>Opens the storage that the options name.</summary>
    /// <exception cref="PassthroughException">It cannot be opened.</exception>
    public static async Task<ServerStorage> OpenStorageAsync(ServerOptions options, ILoggerFactory log,
        CancellationToken cancellationToken) =>
        options.Store == ServerOptions.Postgres
            ? await PostgresStorage.OpenAsync(options.PostgresConnection!, options.Catalog, log, cancellationToken)
            : new LocalStorage(options.Store, options.Catalog, log.CreateLogger<FileRefusalLog>());

    /// <summary>As above, for a server: a database that is away is waited for while the server runs.</summary>
    /// <exception cref="PassthroughException">It cannot be opened.</exception>
    public static async Task<ServerStorage> AwaitStorageAsync(ServerOptions options, ILoggerFactory log,
        CancellationToken cancellationToken)
    {
        try
        {
            return await OpenStorageAsync(options, log, cancellationToken);
        }
        catch (PassthroughException e) when (e.Id == ErrorId.ServerUnreachable && options.Store == ServerOptions.Postgres)
        {
            return new AwaitedStorage(
                stopping => PostgresStorage.OpenAsync(options.PostgresConnection!, options.Catalog, log, stopping), e,
                log.CreateLogger<AwaitedStorage>());
        }
    }

    /// <summary>
    /// Of proxies that are known the address in the audit is the client's, through as many of them as there are.
    /// </summary>
    private static ForwardedHeadersOptions Forwarded(ServerOptions options)
    {
        const ForwardedHeaders Believed = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = Believed, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.Proxies) forwarded.KnownIPNetworks.Add(proxy);
        return forwarded;
    }

    private static void Limit(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = OperationBody.MaxLength;
        kestrel.Limits.MaxRequestBufferSize = ReadAhead;
        kestrel.Limits.Http2.InitialStreamWindowSize = ReadAhead;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 2 * ReadAhead;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestLineSize = 4 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(20));
        kestrel.Limits.MaxConcurrentConnections = ClientConnections.Most;
        var connections = kestrel.ApplicationServices.GetRequiredService<ClientConnections>();
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(connections.Count));
        if (options.Certificate is not { } path) return;
        var log = kestrel.ApplicationServices.GetRequiredService<ILogger<ServedCertificate>>();
        var certificate = new ServedCertificate(path, options.CertificateKey, log);
        kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = certificate.Current.TargetCertificate;
            https.OnAuthenticate = (_, handshake) =>
            {
                handshake.ServerCertificate = null;
                handshake.ServerCertificateContext = certificate.Current;
            };
        });
    }
}
