using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Esxcli;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Gets esxcli of hosts, as far as the inventory can answer for it.</summary>
/// <remarks>
///   <para>Answered are hardware.pci.list, hardware.pci.pcipassthru.list and set, network.sriovnic.list and system.uuid.get, from
///   the inventory as it is when they are called; every other command is refused by name. Fields that the inventory does not know
///   are null, such as VMkernelName and RevisionID; ModuleName is pciPassthru for a device that is passed through, else
///   null.</para>
///   <para>system.uuid.get answers the id by which VIM's backings name the host (SystemId). It is no UUID, and no date is in
///   it.</para>
/// </remarks>
/// <example>
///   <para>Lists the devices of a host that are configured for passthrough.</para>
///   <code>
///   $esxcli = Get-EsxCli -VMHost esxi01.domain.com -V2
///   $esxcli.hardware.pci.pcipassthru.list.Invoke() | Where-Object Enabled -EQ 'true'
///   </code>
/// </example>
/// <example>
///   <para>Configures a device for passthrough; it takes effect when the host has restarted.</para>
///   <code>
///   $esxcli = Get-EsxCli -VMHost esxi01.domain.com -V2
///   $arguments = $esxcli.hardware.pci.pcipassthru.set.CreateArgs()
///   $arguments.deviceid = '0000:42:00.0'
///   $arguments.enable = $true
///   $esxcli.hardware.pci.pcipassthru.set.Invoke($arguments)
///   </code>
/// </example>
/// <example>
///   <para>Lists the devices in the older form, without -V2.</para>
///   <code>(Get-EsxCli -VMHost esxi01.domain.com).hardware.pci.list() | Format-Table Address, VendorName, DeviceName</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "EsxCli")]
[OutputType(typeof(EsxCli))]
public sealed class GetEsxCliCommand : ServerCmdlet
{
    /// <summary>The hosts.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[] VMHost { get; set; } = [];

    /// <summary>The newer form: commands are called by Invoke, with a table of arguments.</summary>
    [Parameter]
    public SwitchParameter V2 { get; set; }

    /// <summary>A vSphere has an esxcli of its own, which is not what the inventory answers.</summary>
    private static VMHost Answering(VMHost host) => SessionTable.Of(host.ReadFrom.Origin) is not { Source: not null } server
        ? host
        : throw new PassthroughException(
            ErrorId.NotSupportedByBackend,
            $"esxcli of '{host.Name}' is not asked over '{server.Name}'. Get-PassthroughDevice "
            + $"-VMHost {host.Name.Quoted()} lists its devices, "
            + "and Set-PassthroughDevice configures them.",
            host);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var host in Finder.All(VMHost)) Attempt(() => WriteObject(new EsxCli(Answering(host), V2)));
    }
}
