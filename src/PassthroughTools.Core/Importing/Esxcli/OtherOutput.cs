namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// Output that people import by mistake, told by the names of its fields without blanks. They were read from esxcli's and
/// PowerCLI's references.
/// </summary>
internal static class OtherOutput
{
    private static readonly (string Command, string[] Fields)[] Known =
    [
        ("esxcli network nic list", ["PCIDevice", "AdminStatus"]),

        // ESXi 5 has no Admin Status.
        ("esxcli network sriovnic list' or 'esxcli network nic list", ["PCIDevice", "Driver", "Link", "MACAddress"]),
        ("esxcli network nic list", ["PCIDevice", "Driver", "MACAddress"]),
        ("esxcli network sriovnic vf list", ["VFID", "PCIAddress"]),
        ("esxcli hardware usb passthrough device list", ["ProductId", "CanConnectToVM"]),
        ("esxcli rdma device list", ["Driver", "PairedUplink"]),
        ("esxcli storage core adapter list", ["HBAName", "Driver"]),
        ("esxcli storage core device list", ["DisplayName", "DevfsPath"]),
        ("esxcli software vib list", ["Name", "AcceptanceLevel"]),
        ("esxcli vm process list", ["WorldID", "ConfigFile"]),
        ("esxcli system version get", ["Product", "Build"]),
        ("esxcli system module list", ["IsLoaded", "IsEnabled"]),
        ("esxcli hardware memory get", ["PhysicalMemory"]),
        ("esxcli hardware cpu list", ["CoreSpeed"]),
        ("esxcli hardware platform get", ["ProductName", "SerialNumber"]),
        ("esxcli graphics device list", ["GraphicsType"]),
        ("vim-cmd vmsvc/getallvms", ["Vmid", "GuestOS"]),
        ("Get-VMHostPciDevice", ["VMHost", "DeviceClass", "VendorId"]),
        ("Get-PassthroughDevice", ["VMHost", "VendorId"]),
        ("Get-VM", ["PowerState", "NumCpu"]),
    ];

    /// <summary>What to give in its place, as the end of a sentence.</summary>
    public const string Wanted = "give that of 'esxcli hardware pci list' or 'esxcli hardware pci pcipassthru list'";

    /// <summary>The command that printed fields of these names, or null where it is not known.</summary>
    public static string? CommandOf(IEnumerable<string> names)
    {
        var there = new HashSet<string>(names.Select(static name => name.Replace(" ", "")), StringComparer.OrdinalIgnoreCase);
        return there.Contains("PassthruCapable")
            ? null
            : Known.Where(known => Array.TrueForAll(known.Fields, there.Contains)).Select(static known => known.Command)
                .FirstOrDefault();
    }
}
