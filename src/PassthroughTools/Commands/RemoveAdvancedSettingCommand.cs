using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>Removes advanced settings.</summary>
/// <remarks>
///   <para>Takes the settings that Get-AdvancedSetting returns. It asks first; -Confirm:$false removes without asking.</para>
/// </remarks>
/// <example>
///   <para>Removes the MMIO settings of a machine without asking.</para>
///   <code>Get-AdvancedSetting -Entity gpu-01 -Name pciPassthru.* | Remove-AdvancedSetting -Confirm:$false</code>
/// </example>
/// <example>
///   <para>Shows what would be removed from all machines.</para>
///   <code>Get-VM | Get-AdvancedSetting -Name pciPassthru.* | Remove-AdvancedSetting -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "AdvancedSetting", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAdvancedSettingCommand : PassthroughCmdlet
{
    /// <summary>The settings, from Get-AdvancedSetting.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(AdvancedSettingReference))]
    public AdvancedSettingReference[] AdvancedSetting { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var setting in AdvancedSetting.SelectMany(reference => Finder.Given(reference)!))
        {
            var operation = new SetAdvancedSetting { VMId = setting.EntityId, Setting = setting.Name, Value = null };
            WarnOfMmio(setting.Entity, operation);
            Do(setting.Entity, operation, setting.Words(null));
        }
    }
}
