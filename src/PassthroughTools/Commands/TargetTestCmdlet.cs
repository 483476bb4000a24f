using System.Management.Automation;
using PassthroughTools.Binding;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet that tests machines, devices or hosts, and returns what was found of each, or with -Quiet whether all is well.</summary>
public abstract class TargetTestCmdlet : DeviceCmdlet
{
    private bool anyTested;
    private bool allWell = true;

    /// <summary>The virtual machines or templates.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "VM")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public VMReference[]? VM { get; set; }

    /// <summary>The passthrough devices, of hosts or of machines.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "PassthroughDevice")]
    [ValidateNotNullOrEmpty]
    public DeviceReference[]? PassthroughDevice { get; set; }

    /// <summary>The hosts. Of their devices those are meant that are in a passthrough mode, and those that the catalog or a DVX class lists.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "VMHost")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    public VMHostReference[]? VMHost { get; set; }

    /// <summary>Whether one Boolean is wanted and not the tests.</summary>
    private protected abstract bool IsQuiet { get; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsQuiet) WriteObject(anyTested && allWell);
    }

    /// <summary>Takes account of a test.</summary>
    private protected void Count(bool isWell)
    {
        anyTested = true;
        allWell &= isWell;
    }
}
