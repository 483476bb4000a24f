namespace PassthroughTools.ControlPlane.Security;

/// <summary>Whose failed attempts are counted together.</summary>
/// <param name="Address">Where they come from.</param>
/// <param name="TokenId">The token that they are for, where its check is slow and must not wait for others; else null.</param>
internal readonly record struct AttemptKey(AddressKey Address, string? TokenId = null);
