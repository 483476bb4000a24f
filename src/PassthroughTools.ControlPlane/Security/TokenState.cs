namespace PassthroughTools.ControlPlane.Security;

/// <summary>Whether a token is good.</summary>
internal enum TokenState
{
    /// <summary>It is good.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>An administrator has withdrawn it, which counts before its expiry.</summary>
    Revoked,
}
