namespace VMware.Vim;

/// <summary>How a machine boots.</summary>
public sealed class VirtualMachineBootOptions : DynamicData
{
    /// <summary>In milliseconds.</summary>
    public long? BootDelay { get; set; }

    public bool? EnterBIOSSetup { get; set; }

    public bool? EfiSecureBootEnabled { get; set; }

    public bool? BootRetryEnabled { get; set; }

    /// <summary>In milliseconds.</summary>
    public long? BootRetryDelay { get; set; }

    public VirtualMachineBootOptionsBootableDevice[]? BootOrder { get; set; }

    public string? NetworkBootProtocol { get; set; }
}
