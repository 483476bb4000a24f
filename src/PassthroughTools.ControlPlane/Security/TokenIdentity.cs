namespace PassthroughTools.ControlPlane.Security;

/// <summary>Who has sent a request.</summary>
/// <param name="TokenId">The id of the token.</param>
/// <param name="Name">The name of the token.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="Expires">From when on the token is not good any more; null: never.</param>
internal sealed record TokenIdentity(string TokenId, string Name, TokenRole Role, DateTimeOffset? Expires)
{
    /// <summary>Whether the token works once, for another one.</summary>
    public bool IsOneTime => Name == OneTimeAdmin.Name;
}
