using Microsoft.Extensions.Logging.Abstractions;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>What the program does: serve, manage tokens, make and restore backups.</summary>
internal static class CommandLine
{
    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 0, 1 where something was refused, 2 where the arguments are wrong.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error,
        CancellationToken cancellationToken)
    {
        if (args is [] or ["-h" or "--help" or "help", ..])
        {
            await (args.Length == 0 ? error : output).WriteLineAsync(ServerArguments.Usage);
            return args.Length == 0 ? 2 : 0;
        }

        try
        {
            return args[0] switch
            {
                "token" => await TokenAsync(args[1..], output, error, cancellationToken),
                "backup" or "restore" => await BackupAsync(args, output, cancellationToken),
                _ => await ServeAsync(args, output, cancellationToken),
            };
        }
        catch (PassthroughException refusal)
        {
            await error.WriteLineAsync(refusal.Message);
            return refusal.Id == ErrorId.ValueInvalid ? 2 : 1;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await error.WriteLineAsync($"{e.Message} Another server listens there: choose another address with --urls.");
            return 1;
        }
    }

    private static async Task<int> ServeAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = ControlPlaneServer.Configure(args);
        var options = ServerOptions.From(builder.Configuration);
        TransportGuard.Enforce(options.Urls, builder.Configuration);

        // Before anything is made: who gets its name wrong finds no new store beside the right one.
        if (options.Certificate is { } certificate)
            _ = new ServedCertificate(certificate, options.CertificateKey, NullLogger.Instance);
        using var log = LoggerFactory.Create(
            logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).ToConsole());
        var storage = await ControlPlaneServer.AwaitStorageAsync(options, log, cancellationToken);
        await using var ending = storage;
        var app = await ControlPlaneServer.BuildAsync(builder, storage, options, storage.Tokens, cancellationToken);
        await using var stopping = app;
        await app.StartAsync(cancellationToken);
        foreach (var url in app.Urls) await output.WriteLineAsync($"Listening on {url}");
        bool isLoopbackOnly = options.Urls.All(TransportGuard.IsLoopback);
        var offering = OfferAsync(storage, isLoopbackOnly, output, cancellationToken);
        if (storage is not AwaitedStorage) await offering;
        await output.FlushAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>Offers the first administrator a token; where the database is away, as soon as it is there.</summary>
    private static async Task OfferAsync(
        ServerStorage storage, bool isLoopbackOnly, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            if (storage is AwaitedStorage awaited) await awaited.Opening;
            var tokens = storage.Tokens;
            if (await OneTimeAdmin.OfferAsync(tokens, isLoopbackOnly, TimeProvider.System, cancellationToken) is { } issued)
            {
                await output.WriteLineAsync(
                    $"One-time admin token, good for one login until {TokenTable.Time(issued.Token.Expires)}:");
                await output.WriteLineAsync(issued.Text);
            }
            else if (isLoopbackOnly
                && await OneTimeAdmin.OfferedAsync(tokens, TimeProvider.System, cancellationToken) is { } offered)
            {
                await output.WriteLineAsync(
                    $"One-time admin token '{offered.Id}' was printed by the server that started first, and is good here too.");
            }
        }
        catch (PassthroughException e)
        {
            await output.WriteLineAsync($"No one-time token: {e.Message}");
        }
        catch (OperationCanceledException) when (storage is AwaitedStorage)
        {
            // The server ends before its database is there.
        }
    }

    private static async Task<int> TokenAsync(string[] args, TextWriter output, TextWriter error,
        CancellationToken cancellationToken)
    {
        var (own, options) = Split(args);
        var command = new TokenCommand(TimeProvider.System);

        // A store that another account would have made is not the server's.
        if (options.Store != ServerOptions.Postgres)
        {
            var tokens = FileTokenStore.Beside(options.Store);
            if (!File.Exists(options.Store) && !File.Exists(tokens.Path)) throw NoStore(options.Store);
            return await command.RunAsync(own, tokens, output, error, cancellationToken);
        }

        using var log = LoggerFactory.Create(static logging => logging.ToConsole());
        var storage = await ControlPlaneServer.OpenStorageAsync(options, log, cancellationToken);
        await using var ending = storage;
        return await command.RunAsync(own, storage.Tokens, output, error, cancellationToken);
    }

    private static async Task<int> BackupAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var (own, options) = Split(args[1..]);
        bool isBackup = args[0] == "backup", isPostgres = options.Store == ServerOptions.Postgres;
        using var log = LoggerFactory.Create(static logging =>
            logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        var command = new BackupCommand(
            () =>
            {
                if (isBackup && !isPostgres && !File.Exists(options.Store))
                    throw NoStore(options.Store);
                return ControlPlaneServer.OpenStorageAsync(options, log, cancellationToken);
            },
            output);
        if (isBackup) await command.BackupAsync(own, isPostgres ? ServerOptions.Postgres
            : Path.GetFileNameWithoutExtension(options.Store), cancellationToken);
        else await command.RestoreAsync(own, cancellationToken);
        return 0;
    }

    private static PassthroughException NoStore(string path) => new(
        ErrorId.StoreNotFound,
        $"There is no store '{path}'. Check the path: --store is that of the server, which makes it when it first starts.", path);

    /// <summary>A command's own arguments, and the options of its --store.</summary>
    private static (string[] Own, ServerOptions Options) Split(string[] args)
    {
        var own = new List<string>();
        var servers = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            bool isStore = args[i] == "--store" || args[i].StartsWith("--store=", StringComparison.Ordinal);
            (isStore ? servers : own).Add(args[i]);
            if (args[i] == "--store" && i + 1 < args.Length) servers.Add(args[++i]);
        }

        return ([.. own], ServerOptions.From(ControlPlaneServer.Configure(servers).Configuration));
    }
}
