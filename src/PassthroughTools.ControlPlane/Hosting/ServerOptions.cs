using System.Net;
using System.Net.Sockets;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>
/// How a server is started: from appsettings.json, the environment (PASSTHROUGHTOOLS_*) and arguments, the last winning.
/// </summary>
internal sealed class ServerOptions
{
    /// <summary>The name of the store that is a PostgreSQL database.</summary>
    public const string Postgres = "postgres";

    /// <summary>The path of a local store, or "postgres".</summary>
    public required string Store { get; init; }

    /// <summary>The connection string of the database, which only the environment or a settings file names.</summary>
    public string? PostgresConnection { get; init; }

    /// <summary>Whether an empty inventory is filled with the sample rack.</summary>
    public bool Sample { get; init; }

    /// <summary>The addresses to listen on.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>The certificate for https in PEM or PKCS #12; null for Kestrel's own settings.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's key in PEM, where the certificate's file has none.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>The capability catalog that the rules go by.</summary>
    public required Catalog Catalog { get; init; }

    /// <summary>The text of the administrator's own catalog file; null where only the built-in one counts.</summary>
    public string? CatalogText { get; init; }

    /// <summary>How much is kept of what was refused.</summary>
    public required RetentionLimits Refusals { get; init; }

    /// <summary>How much is kept of archived journals, which are the older part of the audit.</summary>
    public required RetentionLimits Journals { get; init; }

    /// <summary>The proxies whose word is taken for the address of a client.</summary>
    public required IReadOnlyList<IPNetwork> Proxies { get; init; }

    /// <summary>Whether an address is a proxy's.</summary>
    public bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Proxies.Any(network => network.Contains(plain));
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="PassthroughException">One is missing or wrong.</exception>
    public static ServerOptions From(IConfiguration configuration)
    {
        var store = configuration["Store"];
        if (string.IsNullOrWhiteSpace(store))
            throw new PassthroughException(ErrorId.ValueInvalid,
                "No store is named. Name a file, as in --store lab.json, or a database: --store postgres");
        bool isPostgres = store.Equals(Postgres, StringComparison.OrdinalIgnoreCase);
        if (!isPostgres && !store.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"'{store}' is no store: a store's path ends in .json, and a database is named --store postgres.", store);
        var connection = configuration["Postgres"];
        if (isPostgres && string.IsNullOrWhiteSpace(connection))
            throw new PassthroughException(ErrorId.ValueInvalid,
                "The database has no connection string. Set the environment variable PASSTHROUGHTOOLS_POSTGRES, as in "
                + "Host=db;Username=passthrough;Password=...;Database=passthrough");
        var sample = configuration["Sample"];
        if (sample is not null && !bool.TryParse(sample, out _))
            throw new PassthroughException(ErrorId.ValueInvalid, $"Sample must be true or false, and is '{sample}'.", sample);
        var catalog = configuration["Catalog"];
        return new ServerOptions
        {
            Store = isPostgres ? Postgres : store,
            PostgresConnection = connection,
            Sample = sample is not null && bool.Parse(sample),
            Urls = Listed(configuration["Urls"] ?? "http://127.0.0.1:8480"),
            Certificate = configuration["Certificate"],
            CertificateKey = configuration["CertificateKey"] ?? configuration["Certificate-Key"],
            Catalog = string.IsNullOrWhiteSpace(catalog) ? Catalog.BuiltIn : Catalog.BuiltIn.WithFile(catalog),
            Refusals = RetentionLimits.From(configuration.GetSection("Retention"), "Refusal"),
            Journals = RetentionLimits.From(configuration.GetSection("Retention"), "Journal"),
            Proxies = [.. Listed(configuration["Proxies"] ?? "").Select(Proxy)],
            CatalogText = string.IsNullOrWhiteSpace(catalog) ? null : File.ReadAllText(catalog),
        };
    }

    private static string[] Listed(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IPNetwork Proxy(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        throw new PassthroughException(
            ErrorId.ValueInvalid, $"'{text}' in Proxies is no address and no network, as in 127.0.0.1;10.0.0.0/24.", text);
    }
}
