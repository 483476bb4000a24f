using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>Restarts hosts, which activates the device modes that wait for it.</summary>
/// <remarks>
///   <para>A host must be in maintenance mode, or -Force given: then the machines that run there are powered off. They are not
///   powered on again.</para>
/// </remarks>
/// <example>
///   <para>Makes a host's Flex GPUs available for Enhanced DirectPath and restarts the host.</para>
///   <code>
///   Get-PassthroughDevice -VMHost esxi02.domain.com -Name '*Flex 170*' | Set-PassthroughDevice -Mode EnhancedDirectPath
///   Restart-VMHost esxi02.domain.com -Force -Confirm:$false
///   </code>
/// </example>
/// <example>
///   <para>Shows which hosts wait for a restart, and what would be done.</para>
///   <code>Get-VMHost | Where-Object RebootRequired | Restart-VMHost -Force -WhatIf</code>
/// </example>
[Cmdlet(VerbsLifecycle.Restart, "VMHost", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(VMHost), typeof(Sessions.PassthroughTask))]
public sealed class RestartVMHostCommand : TaskCmdlet
{
    /// <summary>The hosts.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[] VMHost { get; set; } = [];

    /// <summary>Restarts a host that is not in maintenance mode, and powers off what runs there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Registers powered-off machines without Fixed devices on another host of the cluster first.</summary>
    [Parameter]
    public SwitchParameter Evacuate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var host in Finder.All(VMHost))
        {
            var operation = new RestartHost { VMHostId = host.Id, Force = Force, Evacuate = Evacuate };
            var running = host.ReadFrom.VMsOn(host.Id)
                .Where(static vm => vm.PowerState == VMPowerState.PoweredOn).Select(static vm => $"'{vm.Name}'")
                .Concat(
                    host.ReadFrom.Unread.Where(vm => vm.HostId == host.Id).Select(static vm => $"'{vm.Name}' (cannot be read)"))
                .ToList();
            var off = running.Count == 0 ? "" : $": {string.Join(", ", running)}";
            Carry(host, operation, Force ? $"Restart, powering off what runs there{off}" : "Restart");
        }
    }
}
