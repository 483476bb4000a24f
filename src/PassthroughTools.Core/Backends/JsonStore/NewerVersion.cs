namespace PassthroughTools.Backends.JsonStore;

/// <summary>What is said of a store that a newer version wrote.</summary>
internal static class NewerVersion
{
    /// <summary>What to do: whatever else is done to the store could lose what the newer version has written.</summary>
    public const string Advice =
        "A newer version wrote it. Nothing was changed. Update the module: Update-Module PassthroughTools; or the server.";
}
