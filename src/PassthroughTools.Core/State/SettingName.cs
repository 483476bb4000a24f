namespace PassthroughTools.State;

/// <summary>The device that a setting of a .vmx is about.</summary>
internal static class SettingName
{
    /// <summary>pciPassthru3 of pciPassthru3.pfId; null where the key is not of a device of that kind.</summary>
    public static string? Of(string key, string kind)
    {
        int dot = key.IndexOf('.');
        if (dot <= kind.Length || !key.StartsWith(kind, StringComparison.OrdinalIgnoreCase)) return null;
        for (int i = kind.Length; i < dot; i++)
        {
            if (key[i] is < '0' or > '9') return null;
        }

        return key.Substring(0, dot);
    }
}
