using System.Globalization;
using PassthroughTools.Errors;
using PassthroughTools.Files;

namespace PassthroughTools.Operations;

/// <summary>
/// Virtual hardware versions: what each technology needs, what each ESXi offers, and how many passthrough devices they allow.
/// </summary>
internal static class HardwareVersions
{
    /// <summary>The oldest that there is (GSX and ESX 2).</summary>
    public const int Oldest = 3;

    /// <summary>The newest that can be written; what there is depends on the host.</summary>
    public const int Newest = 99;

    /// <summary>What a virtual machine gets where the host's ESXi version is not known.</summary>
    private const int Default = 21;

    /// <summary>As PowerCLI prints it: vmx-21.</summary>
    public static string Format(int version) => "vmx-" + version.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>vmx-21</c>, <c>v21</c> or <c>21</c>.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: the text is no hardware version.</exception>
    public static int Parse(string text)
    {
        var digits = text.StartsWith("vmx-", StringComparison.OrdinalIgnoreCase) ? text.Substring(4)
            : text.StartsWith("v", StringComparison.OrdinalIgnoreCase) ? text.Substring(1)
            : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            && version is >= Oldest and <= Newest
            ? version
            : throw new PassthroughException(
                ErrorId.ValueInvalid, $"{Malformed.Quote(text)} is no hardware version. Write it as vmx-21.", text);
    }

    /// <summary>The newest hardware version that a host offers. Source: Broadcom KB 315655, virtual hardware versions.</summary>
    public static int NewestOn(string? hostVersion) => ParseHostVersion(hostVersion) switch
    {
        null => Default,
        var v when v >= new Version(9, 0) => 22,
        var v when v >= new Version(8, 0, 2) => 21,
        var v when v >= new Version(8, 0) => 20,
        var v when v >= new Version(7, 0, 2) => 19,
        var v when v >= new Version(7, 0, 1) => 18,
        var v when v >= new Version(7, 0) => 17,
        var v when v >= new Version(6, 7, 2) => 15,
        var v when v >= new Version(6, 7) => 14,
        var v when v >= new Version(6, 5) => 13,
        var v when v >= new Version(6, 0) => 11,
        var v when v >= new Version(5, 5) => 10,
        var v when v >= new Version(5, 1) => 9,
        var v when v >= new Version(5, 0) => 8,
        _ => 7,
    };

    /// <summary>
    /// How many passthrough devices a virtual machine may have: what its hardware version and its host's ESXi both allow.
    /// Sources: Broadcom KB 309986 (the vSphere 8 administration guide still says 16); vSphere 6.0 configuration maximums; for
    /// vSphere 4 the blog 'VMDirectPath? Paravirtual SCSI?'. For 5.x sources disagree (4, 6 or 16).
    /// </summary>
    public static int MaxDevices(int hardwareVersion, string? hostVersion) =>
        Math.Min(MaxDevicesOf(hardwareVersion), MaxDevicesOn(ParseHostVersion(hostVersion)));

    private static int MaxDevicesOf(int hardwareVersion) => hardwareVersion switch
    {
        < 20 => 16,
        20 => 64,
        _ => 128,
    };

    private static int MaxDevicesOn(Version? host) => host switch
    {
        null => int.MaxValue,
        var v when v >= new Version(8, 0, 2) => 128,
        var v when v >= new Version(8, 0, 1) => 64,
        var v when v >= new Version(8, 0) => 32,
        var v when v >= new Version(5, 0) => 16,
        _ => 2,
    };

    private static Version? ParseHostVersion(string? text) => Version.TryParse(text, out var version) ? version : null;
}
