using System.Management.Automation;
using System.Security;
using PassthroughTools.Capabilities;

namespace PassthroughTools.Sessions;

/// <summary>What Connect-VIServer was given.</summary>
internal sealed class ConnectOptions
{
    public required string Target { get; init; }

    /// <summary>The store that <see cref="RehearsalSetting"/> names in the place of the target.</summary>
    public string? Store { get; init; }

    public required bool IsRehearsal { get; init; }

    /// <summary>Whether the rehearsal is the one that all runspaces of the process work on.</summary>
    public required bool IsShared { get; init; }

    public string? User { get; init; }

    public string? Protocol { get; init; }

    public int Port { get; init; }

    public SecureString? Token { get; init; }

    public PSCredential? Credential { get; init; }

    public string? Password { get; init; }

    public string? Session { get; init; }

    public bool SkipCertificateCheck { get; init; }

    /// <summary>Whether an unchecked certificate is warned of.</summary>
    public bool WarnOfCertificate { get; init; }

    public string? CertificateThumbprint { get; init; }

    /// <summary>Creates what is not there.</summary>
    public bool Force { get; init; }

    /// <summary>The catalog file that was named for this connection, or null.</summary>
    public string? CatalogPath { get; init; }

    /// <summary>The session's catalog; null where it has none of its own.</summary>
    public required Func<Catalog?> Catalog { get; init; }

    /// <summary>Makes a PowerShell path one of the file system.</summary>
    public required Func<string, string> FileSystemPath { get; init; }

    /// <summary>Asks whoever sits there for a user and a password, by words and a user; null where nobody does.</summary>
    public required Func<string, string?, PSCredential?> Ask { get; init; }

    public required Action<string> Warn { get; init; }

    public required CancellationToken StopToken { get; init; }
}
