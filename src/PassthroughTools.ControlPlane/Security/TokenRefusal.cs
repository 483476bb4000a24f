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

    /// <summary>It is wrong as well, and too many from there have failed before.</summary>
    Limited,

    /// <summary>Too many wait for their first check; nothing was checked.</summary>
    Busy,

    /// <summary>The tokens cannot be known now.</summary>
    Unavailable,
}
