namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// By what a token is known in this process's memory without being in it: its HMAC-SHA256 with a key of this process.
/// </summary>
internal readonly record struct TokenKey(UInt128 Low, UInt128 High);
