namespace PassthroughTools.Planning.Execution;

/// <summary>What is done in a step, as -WhatIf, -Confirm and progress bars say it.</summary>
internal static class PlanWords
{
    public static string Of(PlanPhase phase, PlanStep step) => (phase, step.Action) switch
    {
        (PlanPhase.Evacuate, PlanAction.VMotion) => $"Move to host '{step.DestinationName}' while it runs",
        (PlanPhase.Evacuate, PlanAction.ColdMove) => $"Move to host '{step.DestinationName}'",
        (PlanPhase.Evacuate, PlanAction.Suspend) => "Suspend",
        (PlanPhase.Evacuate, PlanAction.PowerCycle) => $"Power off, move to host '{step.DestinationName}' and power on",
        (PlanPhase.Evacuate, _) => "Power off until the plan is restored",
        (_, PlanAction.VMotion) => $"Move back to host '{step.VMHostName}' while it runs",
        (_, PlanAction.ColdMove) => $"Move back to host '{step.VMHostName}'",
        (_, PlanAction.Suspend) => "Resume",
        (_, PlanAction.PowerCycle) => $"Power off, move back to host '{step.VMHostName}' and power on",
        _ => "Power on",
    };

    public static string Of(PlanPhase phase) => phase == PlanPhase.Evacuate ? "Enter maintenance mode" : "Leave maintenance mode";
}
