namespace PassthroughTools.Module.Tests.Surface;

/// <summary>Where the module deliberately is not as the facts say, and why. Nothing else may differ.</summary>
internal static class SurfaceDifferences
{
    /// <summary>The reason for each difference, as "cmdlet -parameter: what differs".</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(
        System.StringComparer.Ordinal)
    {
        ["Add-PassthroughDevice -VM: mandatory"] = NoTarget,
        ["Get-AdvancedSetting -Entity: mandatory"] = NoEntity,
        ["New-AdvancedSetting -Entity: mandatory"] = NoEntity,
        ["Move-VM -VM: mandatory"] = NoTarget,
        ["New-Snapshot -VM: mandatory"] = NoTarget,
        ["New-VM -Name: mandatory"] =
            "A new machine needs a name. The sets that may do without one, such as that of -VMFilePath, are out of scope.",
        ["Remove-VM -VM: mandatory"] = NoTarget,
        ["Restart-VM -VM: mandatory"] = NoTarget,
        ["Restart-VMHost -VMHost: mandatory"] = NoTarget,
        ["Set-VM -VM: mandatory"] = NoTarget,
        ["Set-VMHost -State: mandatory"] = "This version changes nothing else of a host.",
        ["Set-VMHost -VMHost: mandatory"] = NoTarget,
        ["Start-VM -VM: mandatory"] = NoTarget,
        ["Stop-VM -VM: mandatory"] = NoTarget,
        ["Suspend-VM -VM: mandatory"] = NoTarget,
    };

    private const string NoEntity = "This version keeps the settings of virtual machines only, so that one must be meant.";

    private const string NoTarget =
        "Without it there is nothing to act on: asking for it, or refusing, is better than an error from within. A script that "
        + "names it does not notice.";
}
