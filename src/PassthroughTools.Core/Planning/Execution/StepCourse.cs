using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Planning.Execution;

/// <summary>
/// How a step is carried out, told by where its machine is: each place on the way has one operation that leads to the next. So
/// what was interrupted goes on where it is, and a machine that is somewhere else is noticed.
/// </summary>
internal static class StepCourse
{
    /// <summary>The operation that comes next; null at the end.</summary>
    /// <param name="phase">Which half of the window.</param>
    /// <param name="step">The step.</param>
    /// <param name="vm">Its machine as it is now.</param>
    /// <param name="held">Restore: the devices that the machine held before, which are set aside for it; none for any.</param>
    /// <param name="operation">The operation, or null.</param>
    /// <returns>Whether the machine is at a place of the course at all.</returns>
    public static bool TryNext(PlanPhase phase, PlanStep step, VMRecord vm, IReadOnlyList<PciAddress> held,
        out Operation? operation)
    {
        bool atHome = vm.HostId == step.VMHostId, away = vm.HostId == step.DestinationId;
        var kept = held.Count > 0 ? held : null;
        bool isOnCourse = true;
        operation = null;
        switch (phase, step.Action, vm.PowerState)
        {
            case (PlanPhase.Evacuate, PlanAction.VMotion, VMPowerState.PoweredOn) when atHome:
            case (PlanPhase.Evacuate, PlanAction.ColdMove or PlanAction.PowerCycle, VMPowerState.PoweredOff) when atHome:
                operation = new MoveVM { VMId = vm.Id, VMHostId = step.DestinationId,
                    Devices = step.Devices.Count > 0 ? step.Devices : null };
                break;
            case (PlanPhase.Evacuate, PlanAction.Suspend, VMPowerState.PoweredOn) when atHome:
                operation = new SuspendVM { VMId = vm.Id };
                break;
            case (PlanPhase.Evacuate, PlanAction.PowerOff or PlanAction.PowerCycle, VMPowerState.PoweredOn) when atHome:
            case (PlanPhase.Restore, PlanAction.PowerCycle, VMPowerState.PoweredOn) when away:
                operation = new PowerOffVM { VMId = vm.Id };
                break;
            case (PlanPhase.Evacuate, PlanAction.PowerCycle, VMPowerState.PoweredOff) when away:
                operation = new PowerOnVM { VMId = vm.Id, Devices = step.Devices.Count > 0 ? step.Devices : null };
                break;
            case (PlanPhase.Restore, PlanAction.VMotion, VMPowerState.PoweredOn) when away:
            case (PlanPhase.Restore, PlanAction.ColdMove or PlanAction.PowerCycle, VMPowerState.PoweredOff) when away:
                operation = new MoveVM { VMId = vm.Id, VMHostId = step.VMHostId, Devices = kept };
                break;
            case (PlanPhase.Restore, PlanAction.Suspend, VMPowerState.Suspended) when atHome:
                operation = new PowerOnVM { VMId = vm.Id };
                break;
            case (PlanPhase.Restore, PlanAction.PowerOff or PlanAction.PowerCycle, VMPowerState.PoweredOff) when atHome:
                operation = new PowerOnVM { VMId = vm.Id, Devices = kept };
                break;
            default:
                isOnCourse = IsEnd(phase, step, vm);
                break;
        }

        return isOnCourse;
    }

    /// <summary>Whether a machine is where the step leads it.</summary>
    private static bool IsEnd(PlanPhase phase, PlanStep step, VMRecord vm) => phase == PlanPhase.Restore
        ? vm.HostId == step.VMHostId && vm.PowerState == step.PowerState
        : step.Action switch
        {
            PlanAction.VMotion or PlanAction.PowerCycle =>
                vm.HostId == step.DestinationId && vm.PowerState == VMPowerState.PoweredOn,
            PlanAction.ColdMove => vm.HostId == step.DestinationId && vm.PowerState == VMPowerState.PoweredOff,
            PlanAction.Suspend => vm.HostId == step.VMHostId && vm.PowerState == VMPowerState.Suspended,
            PlanAction.PowerOff => vm.HostId == step.VMHostId && vm.PowerState == VMPowerState.PoweredOff,
            _ => true,
        };
}
