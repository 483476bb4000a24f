using PassthroughTools.Inventory;
using PassthroughTools.Text;

namespace PassthroughTools.Commands;

/// <summary>What becomes of an advanced setting, in words with its old and new value; a password is in neither.</summary>
internal static class SettingWords
{
    /// <summary>Says what is done with a setting.</summary>
    /// <param name="setting">The setting as it was read; with an empty value where there is none yet.</param>
    /// <param name="value">The new value; null removes it.</param>
    public static string Words(this AdvancedSetting setting, string? value)
    {
        var before = Finder.Latest(setting).VMs.Find(setting.EntityId)?.Setting(setting.Name);
        var what = $"advanced setting '{setting.Name}'";
        if (value is null) return $"Remove {what}, which is {Shown(before)}";
        return before is null ? $"Create {what}: {Shown(value)}" : $"Set {what}: {Shown(before)} -> {Shown(value)}";

        string Shown(string? text) => text is null ? "none" : $"'{Secrets.Shown(setting.Name, text)}'";
    }
}
