using PassthroughTools.Inventory;
using PassthroughTools.Text;

namespace PassthroughTools.Planning;

/// <summary>What a maintenance plan does with one virtual machine.</summary>
public sealed record PlanStep
{
    /// <summary>The place in the plan, from 1; steps are carried out in this order.</summary>
    public required int Number { get; init; }

    /// <summary>What is done.</summary>
    public required PlanAction Action { get; init; }

    /// <summary>The virtual machine's or template's id.</summary>
    public required string VMId { get; init; }

    /// <summary>Its name when the plan was made.</summary>
    public required string VMName { get; init; }

    /// <summary>The id of the host that it is on when the plan is made.</summary>
    public required string VMHostId { get; init; }

    /// <summary>That host's name.</summary>
    public required string VMHostName { get; init; }

    /// <summary>Its power state when the plan is made, to which it comes back after the window.</summary>
    public required VMPowerState PowerState { get; init; }

    /// <summary>The id of the host that it goes to; null where it stays.</summary>
    public string? DestinationId { get; init; }

    /// <summary>That host's name.</summary>
    public string? DestinationName { get; init; }

    /// <summary>
    /// The destination's devices that are set aside for its Dynamic and Enhanced requests; no other step counts on them.
    /// </summary>
    public TextList<PciAddress> Devices { get; init; } = [];

    /// <summary>How long the machine is interrupted.</summary>
    public required PlanInterruption Interruption { get; init; }

    /// <summary>Why this is done and nothing gentler, in words, with the device and the source that decide.</summary>
    public required string Reason { get; init; }

    /// <summary>What cannot be kept, in words; empty where all is.</summary>
    public TextList<string> Loses { get; init; } = [];

    /// <summary>Number, action and machine, as in "3. Suspend gpu-01".</summary>
    public override string ToString() => FormattableString.Invariant($"{Number}. {Action} {VMName}");
}
