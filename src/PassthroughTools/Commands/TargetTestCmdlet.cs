using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>
/// A cmdlet that tests machines, devices or hosts, and returns what was found of each, or with -Quiet whether all is well.
/// </summary>
public abstract class TargetTestCmdlet : ServerCmdlet
{
    private bool anyTested;
    private bool allWell = true;

    /// <summary>The virtual machines or templates.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "VM")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public virtual VMReference[]? VM { get; set; }

    /// <summary>The passthrough devices, of hosts or of machines.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "PassthroughDevice")]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(DeviceReference))]
    public virtual DeviceReference[]? PassthroughDevice { get; set; }

    /// <summary>
    /// The hosts. Of their devices those are meant that are in a passthrough mode, and those that the catalog or a DVX class
    /// lists.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "VMHost")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[]? VMHost { get; set; }

    /// <summary>Whether one Boolean is wanted and not the tests.</summary>
    private protected abstract bool IsQuiet { get; }

    /// <summary>The devices of -PassthroughDevice as they are now; an id alone, which every host may have, is refused.</summary>
    private protected IEnumerable<PassthroughDevice> Devices()
    {
        foreach (var reference in PassthroughDevice!)
        {
            if (!Attempt(reference.RequireObject)) continue;
            foreach (var device in Finder.Find(reference)) yield return device;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!IsQuiet) return;
        if (!anyTested) Say("The answer is False: nothing was tested, since the input names nothing that there is.");
        WriteObject(anyTested && allWell);
    }

    /// <summary>Takes account of a test.</summary>
    /// <param name="isWell">Whether it leaves the answer of -Quiet as it is.</param>
    /// <param name="why">What -Verbose says with -Quiet where it does not.</param>
    private protected void Count(bool isWell, Func<string> why)
    {
        anyTested = true;
        allWell &= isWell;
        if (IsQuiet && !isWell) Say("The answer is False: " + why());
    }
}
