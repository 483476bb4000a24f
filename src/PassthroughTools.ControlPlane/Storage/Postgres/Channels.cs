namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>The channels by which replicas wake each other.</summary>
internal static class Channels
{
    /// <summary>A change was committed; the payload is its sequence number.</summary>
    public const string Journal = "passthroughtools";

    /// <summary>Tokens were changed.</summary>
    public const string Tokens = "passthroughtools_tokens";
}
