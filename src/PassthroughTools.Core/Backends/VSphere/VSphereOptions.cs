namespace PassthroughTools.Backends.VSphere;

/// <summary>How a vCenter or ESXi is reached.</summary>
public sealed record VSphereOptions
{
    /// <summary>The server's name and port, as in vcenter.domain.com or vcenter.domain.com:8443.</summary>
    public required string Name { get; init; }

    /// <summary>The endpoint of its API, as in https://vcenter.domain.com/sdk.</summary>
    public required Uri Address { get; init; }

    /// <summary>Who logs in; null where a session is taken up.</summary>
    public string? User { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>The id of a session that is taken up, and not ended with this connection.</summary>
    public string? SessionId { get; init; }

    /// <summary>Takes whatever certificate the server shows, where no thumbprint is given.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The thumbprint (SHA-1 or SHA-256, hexadecimal) of the one certificate that is trusted.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether it is reached past the system's proxy.</summary>
    public bool NoProxy { get; init; }

    /// <summary>How long a call may take; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it likes.</summary>
    public TimeSpan CallTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long a server that went away while one of its tasks is waited for is asked again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}
