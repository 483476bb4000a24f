namespace PassthroughTools.State;

/// <summary>The device that a setting of a .vmx is about.</summary>
internal static class SettingName
{
    /// <summary>The kind of the keys of passthrough devices.</summary>
    public const string Passthrough = "pciPassthru";

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

    /// <summary>
    /// Whether a key says that a machine has a passthrough device and which one, rather than how it uses that.
    /// </summary>
    public static bool IsPartOfDevice(string key)
    {
        if (Of(key, Passthrough) is not { } device) return false;
        string part = key.Substring(device.Length + 1).ToLowerInvariant();
        return part.StartsWith("dvx.", StringComparison.Ordinal)
            || part is "present" or "id" or "vendorid" or "deviceid" or "systemid" or "alloweddevices" or "customlabel"
                or "virtualdev";
    }
}
