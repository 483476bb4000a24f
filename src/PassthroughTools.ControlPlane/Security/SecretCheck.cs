namespace PassthroughTools.ControlPlane.Security;

/// <summary>What came out of a first check of a token.</summary>
/// <param name="Token">The token that the secret is right for; null where it is refused.</param>
/// <param name="Refusal">Why it is refused; null where it is right.</param>
internal readonly record struct SecretCheck(AccessToken? Token, TokenVerdict? Refusal);
