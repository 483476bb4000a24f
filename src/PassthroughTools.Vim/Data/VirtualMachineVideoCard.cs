namespace VMware.Vim;

/// <summary>The video card.</summary>
public sealed class VirtualMachineVideoCard : VirtualDevice
{
    public long? VideoRamSizeInKB { get; set; }

    public int? NumDisplays { get; set; }

    public bool? UseAutoDetect { get; set; }

    public bool? Enable3DSupport { get; set; }

    public string? Use3dRenderer { get; set; }

    public long? GraphicsMemorySizeInKB { get; set; }
}
