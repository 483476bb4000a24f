namespace VMware.Vim;

/// <summary>A host's configuration in short.</summary>
public sealed class HostConfigSummary : DynamicData
{
    public string? Name { get; set; }

    public int? Port { get; set; }

    public string? SslThumbprint { get; set; }

    public AboutInfo? Product { get; set; }

    public bool? VmotionEnabled { get; set; }
}
