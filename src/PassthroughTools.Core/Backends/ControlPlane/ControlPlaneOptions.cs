namespace PassthroughTools.Backends.ControlPlane;

/// <summary>How a control plane is reached.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>The server's address, as in https://passthrough.domain.com:8443.</summary>
    public required Uri Address { get; init; }

    /// <summary>The address as a server's name, without the last slash.</summary>
    public string Name => Address.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The token, which is the password of the user.</summary>
    public required string Token { get; init; }

    /// <summary>The user that the token must be of; null where the token alone says it.</summary>
    public string? User { get; init; }

    /// <summary>Takes whatever certificate the server shows, where no thumbprint is given.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The thumbprint (SHA-1 or SHA-256, hexadecimal) of the one certificate that is trusted.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>Whether it is reached past the system's proxy.</summary>
    public bool NoProxy { get; init; }

    /// <summary>How long one try may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long a server that does not answer, or says that it cannot now, is asked again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}
