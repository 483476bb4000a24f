using PassthroughTools.Inventory;

namespace PassthroughTools.Reporting;

/// <summary>A host as a row of a report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cluster">The name of its cluster, or null.</param>
/// <param name="Version">The ESXi version and build; null where they are not known.</param>
/// <param name="IsInService">Whether it is connected and not in maintenance mode.</param>
/// <param name="State">Its connection and power state.</param>
/// <param name="Iommu">Whether the IOMMU is on: Yes, No or Unknown.</param>
/// <param name="Above4GDecoding">Whether memory mapped I/O above 4 GB is on, likewise.</param>
/// <param name="Sriov">Whether SR-IOV is on, likewise.</param>
/// <param name="RebootPending">Whether a device's mode waits for a restart, likewise.</param>
/// <param name="Devices">How many devices can be passed through.</param>
/// <param name="Available">How many of them a virtual machine can be given now.</param>
/// <param name="VMs">How many virtual machines it has.</param>
/// <param name="Running">How many of them run.</param>
/// <param name="Server">The server that it is on.</param>
internal sealed record HostReportRow(
    string Name, string? Cluster, string? Version, bool IsInService, string State, string Iommu, string Above4GDecoding,
    string Sriov,
    string RebootPending, int Devices, int Available, int VMs, int Running, string Server)
{
    public static HostReportRow Of(
        VMHost host, IReadOnlyCollection<DeviceReportRow> devices, IReadOnlyCollection<MachineReport> vms, string server) => new(
        host.Name,
        host.Cluster?.Name,
        host.Version is null ? null : $"{host.Version} {host.Build}".TrimEnd(),
        host is { ConnectionState: VMHostState.Connected, PowerState: VMHostPowerState.PoweredOn },
        host.PowerState == VMHostPowerState.PoweredOn
            ? host.ConnectionState.ToString()
            : $"{host.ConnectionState}, {host.PowerState}",
        ReportWords.Of(host.IommuEnabled),
        ReportWords.Of(host.Above4GDecoding),
        ReportWords.Of(host.SriovEnabled),
        ReportWords.Of(host.RebootRequired),
        devices.Count,
        devices.Count(static device => device.Available == "Yes"),
        vms.Count,
        vms.Count(static vm => vm.Runs),
        server);
}
