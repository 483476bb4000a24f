using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>Gets advanced settings of virtual machines.</summary>
/// <remarks>
///   <para>These are the name and value pairs that a .vmx file and VIM's extraConfig have. Passthrough uses
///   pciPassthru.use64bitMMIO and pciPassthru.64bitMMIOSizeGB.</para>
///   <para>Devices are no settings: a hardening check that asks for pciPassthru*.present finds nothing here, whatever a machine
///   has, and passes. Ask for the devices: Get-PassthroughDevice -VM.</para>
/// </remarks>
/// <example>
///   <para>Gets the settings of a machine that passthrough uses.</para>
///   <code>Get-AdvancedSetting -Entity gpu-01 -Name pciPassthru.*</code>
/// </example>
/// <example>
///   <para>Lists the MMIO size of all machines that have one.</para>
///   <code>Get-VM | Get-AdvancedSetting -Name *MMIOSizeGB* | Select-Object Entity, Value</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AdvancedSetting")]
[OutputType(typeof(AdvancedSetting))]
public sealed class GetAdvancedSettingCommand : ServerCmdlet
{
    /// <summary>The virtual machines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[] Entity { get; set; } = [];

    /// <summary>The names of the settings, with wildcards.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AdvancedSettingCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var vm in Finder.All(Entity))
        {
            var settings = vm.Record.AdvancedSettings.Select(
                pair => new AdvancedSetting(vm.ReadFrom, vm.Record, pair.Key, pair.Value)).ToList();
            foreach (var name in Name ?? ["*"])
            {
                var pattern = new NamePattern(name);
                var fitting = settings.Where(setting => pattern.Fits(setting.Name)).ToList();
                if (fitting.Count == 0 && !pattern.IsPattern)
                {
                    Refuse(
                        ErrorId.AdvancedSettingNotFound,
                        PropertyKeys.Refusal(vm.Record, name)
                        ?? $"VM '{vm.Name}' has no advanced setting '{name}'. Create it: New-AdvancedSetting -Entity "
                        + $"'{vm.Name}' -Name '{name}' -Value ...",
                        vm);
                }

                WriteObject(fitting, enumerateCollection: true);
            }
        }
    }
}
