namespace VMware.Vim;

/// <summary>A product and its version.</summary>
public sealed class AboutInfo : DynamicData
{
    public string? Name { get; set; }

    public string? FullName { get; set; }

    public string? Vendor { get; set; }

    public string? Version { get; set; }

    public string? PatchLevel { get; set; }

    public string? Build { get; set; }

    public string? LocaleVersion { get; set; }

    public string? LocaleBuild { get; set; }

    public string? OsType { get; set; }

    public string? ProductLineId { get; set; }

    public string? ApiType { get; set; }

    public string? ApiVersion { get; set; }

    public string? InstanceUuid { get; set; }

    public string? LicenseProductName { get; set; }

    public string? LicenseProductVersion { get; set; }
}
