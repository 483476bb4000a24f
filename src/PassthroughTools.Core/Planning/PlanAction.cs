namespace PassthroughTools.Planning;

/// <summary>What a maintenance plan does with a virtual machine, so that its host can be worked on.</summary>
public enum PlanAction : long
{
    /// <summary>Nothing: it does not run, and stays where it is.</summary>
    None,

    /// <summary>It moves to another host while it runs.</summary>
    VMotion,

    /// <summary>It is powered off already and is registered on another host, where it can be started during the window.</summary>
    ColdMove,

    /// <summary>It is suspended, and stays on its host with its devices.</summary>
    Suspend,

    /// <summary>It is powered off, moved to another host and started there.</summary>
    PowerCycle,

    /// <summary>It is powered off and stays down on its host until the plan is restored.</summary>
    PowerOff,

    /// <summary>Nothing that is allowed makes its host free of it; the step's reason says what is missing.</summary>
    Blocked,
}
