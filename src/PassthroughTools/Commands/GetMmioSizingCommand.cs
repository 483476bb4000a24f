using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Mmio;

namespace PassthroughTools.Commands;

/// <summary>Gets how large the 64-bit MMIO region of virtual machines is and has to be.</summary>
/// <remarks>
///   <para>The required size is the sum of the memory of the machine's devices. The recommended size is the next power of two
///   strictly above it. A high-end GPU that neither the host nor the catalog knows counts 16 GB; Assumed is true then, and
///   Devices says for which.</para>
///   <para>IsSufficient is false where the region in effect does not hold the devices' memory. Such a machine is not powered on.
///   Set-MmioSizing mends it.</para>
/// </remarks>
/// <example>
///   <para>Finds the machines whose region is too small for their devices.</para>
///   <code>Get-VM | Get-MmioSizing | Where-Object { -not $_.IsSufficient }</code>
/// </example>
/// <example>
///   <para>Shows what each device of a machine needs, and how that is known.</para>
///   <code>(Get-MmioSizing train-01).Devices | Format-List Device, SizeGB, Source, Assumed</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MmioSizing")]
[OutputType(typeof(MmioSizing))]
public sealed class GetMmioSizingCommand : ServerScopedCmdlet
{
    /// <summary>The virtual machines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public VMReference[] VM { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var found in FindAll(VM)) WriteObject(MmioSizing.Of(found.State, found.Record));
    }
}
