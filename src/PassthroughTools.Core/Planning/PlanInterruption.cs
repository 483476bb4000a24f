namespace PassthroughTools.Planning;

/// <summary>How long a step of a maintenance plan interrupts a virtual machine, from the shortest to the longest.</summary>
public enum PlanInterruption : long
{
    /// <summary>Not at all: it does not run now.</summary>
    None,

    /// <summary>It goes on running and is stunned for a moment: seconds at most.</summary>
    Live,

    /// <summary>It does nothing from its suspension until the plan is restored; then it goes on where it was.</summary>
    Suspended,

    /// <summary>One shutdown and one start: minutes.</summary>
    PowerCycle,

    /// <summary>It is off until the plan is restored: the whole window.</summary>
    Down,
}
