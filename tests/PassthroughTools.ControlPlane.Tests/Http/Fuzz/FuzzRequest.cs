namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>Bytes to send.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="IsBroken">Whether they are no whole request of HTTP, so that the server may close the connection without an
/// answer.</param>
/// <param name="IsHead">Whether the answer has no body.</param>
internal sealed record FuzzRequest(byte[] Bytes, bool IsBroken, bool IsHead)
{
    /// <summary>The method; null where it is broken.</summary>
    public string? Method { get; init; }

    /// <summary>The path and query.</summary>
    public string Target { get; init; } = "";

    public override string ToString() =>
        string.Concat(Bytes.Take(3000).Select(static b => b is >= 32 and < 127 or 10 ? ((char)b).ToString() : $"\\x{b:x2}"));
}
