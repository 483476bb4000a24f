package main

import (
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// bootTime is how long a host does not answer while it reboots.
const bootTime = 500 * time.Millisecond

type hostShadow struct {
	shadow
	host *simulator.HostSystem
}

// RebootHostTask ends the task where the reboot begins, as a vCenter does, and brings the host back in its own time.
func (s *hostShadow) RebootHostTask(ctx *simulator.Context, asked *types.RebootHost_Task) soap.HasFault {
	h := s.host
	ref := task(h, "rebootHost", func() (types.AnyType, types.BaseMethodFault) {
		if !h.Runtime.InMaintenanceMode && !asked.Force {
			return nil, &types.InvalidState{}
		}
		go reboot(h)
		return nil, nil
	})
	return &methods.RebootHost_TaskBody{Res: &types.RebootHost_TaskResponse{Returnval: ref}}
}

func reboot(h *simulator.HostSystem) {
	for _, vm := range machinesOn(h) {
		if vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn {
			setPower(vm, types.VirtualMachinePowerStatePoweredOff)
		}
	}
	setConnection(h, types.HostSystemConnectionStateNotResponding)
	time.Sleep(bootTime)
	activate(h)
	now := time.Now()
	simulator.Map.WithLock(h, func() {
		simulator.Map.Update(h, []types.PropertyChange{{Name: "runtime.bootTime", Val: now}})
	})
	setConnection(h, types.HostSystemConnectionStateConnected)
}

func setConnection(h *simulator.HostSystem, state types.HostSystemConnectionState) {
	simulator.Map.WithLock(h, func() {
		simulator.Map.Update(h, []types.PropertyChange{{Name: "runtime.connectionState", Val: state}})
	})
}

// EnterMaintenanceModeTask moves running machines away where DRS is fully automated and they can move, and waits for those that stay.
func (s *hostShadow) EnterMaintenanceModeTask(ctx *simulator.Context, asked *types.EnterMaintenanceMode_Task) soap.HasFault {
	h := s.host
	for _, vm := range machinesOn(h) {
		if vm.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
			continue
		}
		if other := evacuation(vm); other != nil {
			move(vm, other)
			continue
		}
		return &methods.EnterMaintenanceMode_TaskBody{
			Res: &types.EnterMaintenanceMode_TaskResponse{Returnval: waitingTask(h, asked.Timeout)},
		}
	}
	return &methods.EnterMaintenanceMode_TaskBody{
		Res: &types.EnterMaintenanceMode_TaskResponse{Returnval: maintenance(h, "enterMaintenanceMode", true)},
	}
}

// ExitMaintenanceModeTask announces what the simulator sets in silence.
func (s *hostShadow) ExitMaintenanceModeTask(ctx *simulator.Context, asked *types.ExitMaintenanceMode_Task) soap.HasFault {
	return &methods.ExitMaintenanceMode_TaskBody{
		Res: &types.ExitMaintenanceMode_TaskResponse{Returnval: maintenance(s.host, "exitMaintenanceMode", false)},
	}
}

func maintenance(h *simulator.HostSystem, name string, on bool) types.ManagedObjectReference {
	return task(h, name, func() (types.AnyType, types.BaseMethodFault) {
		if h.Runtime.InMaintenanceMode == on {
			return nil, &types.InvalidState{}
		}
		simulator.Map.Update(h, []types.PropertyChange{{Name: "runtime.inMaintenanceMode", Val: on}})
		return nil, nil
	})
}
