using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Reporting;

namespace PassthroughTools.Commands;

/// <summary>Gets one row a virtual machine or device, of words and numbers, for a spreadsheet or a mail.</summary>
/// <remarks>
///   <para>Of a machine: its host and devices, whether it can move while it runs and why, whether it can be suspended, and what
///   its next power-on lacks. With -Kind Device, of each device that a host can pass through: its host and mode, whether no
///   machine has it (Free), whether one can be given it now (Available), and who has it. All rows of a call have the same
///   columns, as Export-Csv needs them. Templates are left out.</para>
///   <para>The answers are those of Test-EnhancedDirectPathFeature, Test-PassthroughPrerequisite and Get-PassthroughDevice. What
///   is not known is Unknown. An empty cell means that there is nothing to say: no cluster, no owner, no device.</para>
///   <para>Export-Csv writes names as they are. A spreadsheet takes a cell that begins with =, +, - or @ for a formula: where
///   others may name machines, let it take those columns as text, or use Export-PassthroughReport.</para>
///   <para>Whether a machine moves is what its devices allow. Whether another host has room for it is what
///   New-PassthroughMaintenancePlan tells.</para>
/// </remarks>
/// <example>
///   <para>Writes the machines and the devices as two sheets.</para>
///   <code>
///   Get-PassthroughReport | Export-Csv ./machines.csv
///   Get-PassthroughReport -Kind Device | Export-Csv ./devices.csv
///   Get-Item ./machines.csv, ./devices.csv
///   </code>
/// </example>
/// <example>
///   <para>Makes the body of a mail of the machines that cannot move while they run, or may not, and why.</para>
///   <code>
///   $rows = Get-PassthroughReport | Where-Object VMotion -ne Supported
///   $rows | ConvertTo-Html -Property Name, VMHost, PowerState, Devices, VMotion, VMotionReason, SuspendResume | Out-String
///   </code>
/// </example>
/// <example>
///   <para>Lists the devices of a cluster that a machine can be given now.</para>
///   <code>Get-Cluster GPU-Cluster | Get-PassthroughReport -Kind Device | Where-Object Available -eq Yes</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "PassthroughReport")]
[OutputType(typeof(MachineReportRow), typeof(DeviceReportRow))]
public sealed class GetPassthroughReportCommand : ServerCmdlet
{
    /// <summary>The clusters or hosts whose machines or devices are meant. Without it all are.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    [Takes(typeof(LocationReference))]
    public LocationReference[]? Location { get; set; }

    /// <summary>VM for one row a virtual machine, Device for one row a host's device.</summary>
    [Parameter]
    [Takes(typeof(ReportKind), IsOne = true)]
    public ReportKind Kind { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var host in Location is null ? Finder.Named(ObjectKinds.VMHost, null) : Finder.Hosts(Location))
        {
            var server = Finder.ServerOf(host).Label;
            if (Kind == ReportKind.Device) Write(host.PassthroughDevices().Select(device => DeviceReportRow.Of(device, server)));
            else Write(host.VMs().Select(vm => MachineReportRow.Of(vm, server)));
        }
    }

    private void Write(IEnumerable<object> rows)
    {
        foreach (var row in rows)
        {
            StopToken.ThrowIfCancellationRequested();
            WriteObject(row);
        }
    }
}
