using System.Globalization;

namespace PassthroughTools.Projection;

/// <summary>
/// The version of VMware Tools: 12.4.0 for people, and in VIM the number 12416, as text: five bits for each of its parts. Source:
/// open-vm-tools, lib/include/vm_tools_version.h, TOOLS_VERSION_UINT. Its 2147483647, for unmanaged tools, stays a number.
/// </summary>
internal static class ToolsVersions
{
    /// <summary>The number of a version; what is not one of three parts stays as it is.</summary>
    public static string? ToVim(string? version) =>
        Version.TryParse(version, out var parts)
        && parts is { Major: > 0 and < 32, Minor: < 32, Build: >= 0 and < 32, Revision: < 0 }
            ? (parts.Major * 1024 + parts.Minor * 32 + parts.Build).ToString(CultureInfo.InvariantCulture)
            : version;

    /// <summary>The version of a number; what is none stays as it is.</summary>
    public static string? FromVim(string? number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1024 and < 32 * 1024
            ? FormattableString.Invariant($"{value / 1024}.{value / 32 % 32}.{value % 32}")
            : number;
}
