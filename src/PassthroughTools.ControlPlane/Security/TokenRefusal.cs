namespace PassthroughTools.ControlPlane.Security;

/// <summary>Why a request is nobody's.</summary>
internal enum TokenRefusal
{
    /// <summary>It brings no token.</summary>
    Missing,

    /// <summary>What it brings has not the shape of a token.</summary>
    Malformed,

    /// <summary>There is no such token, its secret is another, or it is not that of the name given with it.</summary>
    Wrong,

    /// <summary>The token's time is over.</summary>
    Expired,

    /// <summary>An administrator has withdrawn the token.</summary>
    Revoked,

    /// <summary>Too many have failed, or wait for their first check; nothing was checked.</summary>
    Limited,

    /// <summary>The tokens cannot be known now.</summary>
    Unavailable,
}
