using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>Changes advanced settings.</summary>
/// <remarks>
///   <para>Takes the settings that Get-AdvancedSetting returns. New-AdvancedSetting creates one that is not there yet.</para>
///   <para>A setting of 64-bit MMIO that Set-MmioSizing would not make, such as a size that is no power of two, is a
///   warning.</para>
/// </remarks>
/// <example>
///   <para>Sets the size of a machine's 64-bit MMIO region by hand. Set-MmioSizing computes it from the devices.</para>
///   <code>Get-AdvancedSetting -Entity gpu-01 -Name pciPassthru.64bitMMIOSizeGB | Set-AdvancedSetting -Value 128</code>
/// </example>
/// <example>
///   <para>Turns 64-bit MMIO off on a machine.</para>
///   <code>Get-AdvancedSetting -Entity gpu-01 -Name pciPassthru.use64bitMMIO | Set-AdvancedSetting -Value $false</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "AdvancedSetting", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AdvancedSetting))]
public sealed class SetAdvancedSettingCommand : PassthroughCmdlet
{
    /// <summary>The settings, from Get-AdvancedSetting.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(AdvancedSettingReference))]
    public AdvancedSettingReference[] AdvancedSetting { get; set; } = [];

    /// <summary>The new value. $true and $false are kept as TRUE and FALSE.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [AllowEmptyString]
    [ValidateNotNull]
    public object Value { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        var value = SettingText.Of(Value);
        foreach (var setting in AdvancedSetting.SelectMany(reference => Finder.Given(reference)!))
        {
            var operation = new SetAdvancedSetting { VMId = setting.EntityId, Setting = setting.Name, Value = value };
            WarnOfMmio(setting.Entity, operation);
            Do(
                setting.Entity,
                operation,
                setting.Words(value),
                done => WriteObject(done.Setting(setting.Name, value)));
        }
    });
}
