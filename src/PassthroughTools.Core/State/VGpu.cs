namespace PassthroughTools.State;

/// <summary>
/// A vGPU of a virtual machine. It is no DirectPath device; what is known of it is what the machine's settings say, as a .vmx
/// has them: pciPassthruN.vgpu, the profile.
/// </summary>
/// <param name="Index">Its number, the N.</param>
/// <param name="Profile">The profile, such as grid_t4-16q.</param>
internal readonly record struct VGpu(int Index, string Profile)
{
    private const string Passthrough = SettingName.Passthrough, End = ".vgpu";

    /// <summary>What it is in a .vmx, such as pciPassthru0.</summary>
    public string Name => FormattableString.Invariant($"{Passthrough}{Index}");

    /// <summary>The setting that names its profile.</summary>
    public static string KeyOf(int index) => FormattableString.Invariant($"{Passthrough}{index}{End}");

    /// <summary>Whether a setting names a profile.</summary>
    public static bool IsKey(string key) => TryIndex(key, out _);

    /// <summary>The vGPUs of a machine.</summary>
    public static IEnumerable<VGpu> Of(VMRecord vm)
    {
        foreach (var pair in vm.AdvancedSettings)
        {
            if (pair.Value.Length > 0 && TryIndex(pair.Key, out int index)) yield return new VGpu(index, pair.Value);
        }
    }

    private static bool TryIndex(string key, out int index)
    {
        index = 0;
        return SettingName.Of(key, Passthrough) is { } name && key.Length == name.Length + End.Length
            && key.EndsWith(End, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(name.Substring(Passthrough.Length), out index);
    }
}
