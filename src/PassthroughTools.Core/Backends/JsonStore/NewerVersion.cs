namespace PassthroughTools.Backends.JsonStore;

/// <summary>What is said of a store that a newer version wrote.</summary>
internal static class NewerVersion
{
    /// <summary>What to do: whatever else is done to the store could lose what the newer version has written.</summary>
    public const string Advice = "Update what opens it: the module with Update-Module PassthroughTools, or the server.";
}
