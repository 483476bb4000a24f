namespace PassthroughTools.Sessions;

/// <summary>
/// The environment variable PASSTHROUGHTOOLS_REHEARSAL, by which a production script is rehearsed without an edit: 1 makes every
/// connection a rehearsal of its own target, a path makes it a rehearsal of that store.
/// </summary>
internal static class RehearsalSetting
{
    public const string Variable = "PASSTHROUGHTOOLS_REHEARSAL";

    /// <summary>Whether connections are rehearsals, and of which store where not of their own target.</summary>
    public static bool IsOn(out string? store)
    {
        store = null;
        var value = Environment.GetEnvironmentVariable(Variable)?.Trim();
        switch (value)
        {
            case null or "" or "0":
                return false;
            case "1":
                return true;
            default:
                store = value;
                return true;
        }
    }
}
