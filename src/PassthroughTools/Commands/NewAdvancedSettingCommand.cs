using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>Creates an advanced setting of virtual machines.</summary>
/// <remarks>
///   <para>A setting that is there already is an error, and stays as it is, unless -Force is given.</para>
///   <para>A setting of 64-bit MMIO that Set-MmioSizing would not make, such as a size that is no power of two, is a
///   warning.</para>
///   <para>A property of the machine, such as memSize or pciPassthru0.present, is no advanced setting: it is refused with the
///   cmdlet that changes it.</para>
/// </remarks>
/// <example>
///   <para>Turns 64-bit MMIO on, or overwrites the setting where it is there already.</para>
///   <code>Get-VM HighPerfVM | New-AdvancedSetting -Name pciPassthru.use64bitMMIO -Value TRUE -Force</code>
/// </example>
/// <example>
///   <para>Gives several machines a setting of your own.</para>
///   <code>Get-VM flex* | New-AdvancedSetting -Name maintenance.window -Value 'Sunday 02:00'</code>
/// </example>
[Cmdlet(VerbsCommon.New, "AdvancedSetting", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AdvancedSetting))]
public sealed class NewAdvancedSettingCommand : ServerCmdlet
{
    /// <summary>The virtual machines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[] Entity { get; set; } = [];

    /// <summary>The setting's name.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AdvancedSettingCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The value. $true and $false are kept as TRUE and FALSE.</summary>
    [Parameter(Position = 2, Mandatory = true)]
    [AllowEmptyString]
    [ValidateNotNull]
    public object Value { get; set; } = "";

    /// <summary>What the setting belongs to: VM, the only kind that this version keeps.</summary>
    [Parameter]
    [Takes(typeof(AdvancedSettingType), IsOne = true)]
    public AdvancedSettingType Type { get; set; }

    /// <summary>Overwrites a setting that is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        var value = SettingText.Of(Value);
        foreach (var vm in Finder.Changed(Entity, ObjectKinds.AnyVM))
        {
            var operation = new SetAdvancedSetting { VMId = vm.Id, Setting = Name, Value = value, MustBeNew = !Force };
            WarnOfMmio(vm, operation);
            Do(
                vm,
                operation,
                new AdvancedSetting(vm.ReadFrom, vm.Record, Name, vm.Record.Setting(Name) ?? "").Words(value),
                done => WriteObject(done.Setting(Name, value)));
        }
    });
}
