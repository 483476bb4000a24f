package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// PowerOnVMTask checks what passthrough needs, and assigns devices to Dynamic ones.
func (s *machineShadow) PowerOnVMTask(ctx *simulator.Context, asked *types.PowerOnVM_Task) soap.HasFault {
	deciding.Lock()
	defer deciding.Unlock()
	vm := s.vm
	if !isOn(vm) && !vm.Config.Template {
		if fault := s.prepare(hostOf(vm)); fault != nil {
			return &methods.PowerOnVM_TaskBody{Res: &types.PowerOnVM_TaskResponse{Returnval: failed(vm, "powerOn", fault)}}
		}
	}
	answer := behind(ctx, vm, func(inner *simulator.Context) soap.HasFault { return vm.PowerOnVMTask(inner, asked) })
	announceDevices(vm)
	return answer
}

func (s *machineShadow) prepare(h *simulator.HostSystem) types.BaseMethodFault {
	if h.Runtime.InMaintenanceMode {
		return &types.InvalidState{}
	}
	if h.Runtime.ConnectionState != types.HostSystemConnectionStateConnected {
		return &types.HostNotConnected{}
	}
	devices := passthroughs(s.vm)
	if len(devices) > 0 && !isReserved(s.vm) {
		return configFault("Invalid memory setting: memory reservation (sched.mem.min) should be equal to memsize(%d).",
			s.vm.Config.Hardware.MemoryMB)
	}
	taken := map[string]bool{}
	for _, device := range devices {
		if backing, ok := device.Backing.(*types.VirtualPCIPassthroughDeviceBackingInfo); ok {
			info := passthru(h, backing.Id)
			if info == nil || !info.PassthruActive {
				return configFault("Device '%s' is not a passthrough device.", backing.Id)
			}
			if other := holder(h, backing.Id); other != nil {
				return configFault("Device '%s' is in use by virtual machine '%s'.", backing.Id, other.Name)
			}
			taken[backing.Id] = true
		}
	}
	for _, device := range devices {
		if backing, ok := device.Backing.(*types.VirtualPCIPassthroughDynamicBackingInfo); ok {
			if backing.AssignedId = assign(h, backing, taken); backing.AssignedId == "" {
				return &types.InsufficientResourcesFault{}
			}
			taken[backing.AssignedId] = true
		}
	}
	return nil
}

func isReserved(vm *simulator.VirtualMachine) bool {
	locked := vm.Config.MemoryReservationLockedToMax
	if locked != nil && *locked {
		return true
	}
	reserved := vm.Config.MemoryAllocation.Reservation
	return reserved != nil && *reserved >= int64(vm.Config.Hardware.MemoryMB)
}

// announceDevices tells of devices that were assigned.
func announceDevices(vm *simulator.VirtualMachine) {
	if len(passthroughs(vm)) > 0 {
		update(vm, types.PropertyChange{Name: "config.hardware.device", Val: vm.Config.Hardware.Device})
	}
}

// SuspendVMTask is refused with passthrough devices.
func (s *machineShadow) SuspendVMTask(ctx *simulator.Context, asked *types.SuspendVM_Task) soap.HasFault {
	vm := s.vm
	if len(passthroughs(vm)) > 0 {
		fault := configFault("The virtual machine has PCI passthrough devices, and cannot be suspended.")
		return &methods.SuspendVM_TaskBody{Res: &types.SuspendVM_TaskResponse{Returnval: failed(vm, "suspend", fault)}}
	}
	return behind(ctx, vm, func(inner *simulator.Context) soap.HasFault { return vm.SuspendVMTask(inner, asked) })
}

// CreateSnapshotTask of a running machine with passthrough devices is refused where the memory is to be in it.
func (s *machineShadow) CreateSnapshotTask(ctx *simulator.Context, asked *types.CreateSnapshot_Task) soap.HasFault {
	vm := s.vm
	if isOn(vm) && asked.Memory && len(passthroughs(vm)) > 0 {
		fault := configFault("The virtual machine has PCI passthrough devices, and its memory cannot be saved.")
		return &methods.CreateSnapshot_TaskBody{
			Res: &types.CreateSnapshot_TaskResponse{Returnval: failed(vm, "createSnapshot", fault)}}
	}
	answer := behind(ctx, vm, func(*simulator.Context) soap.HasFault { return vm.CreateSnapshotTask(asked) })
	if vm.Snapshot != nil {
		if !asked.Memory {
			isOff(vm.Snapshot.RootSnapshotList, *vm.Snapshot.CurrentSnapshot)
		}
		update(vm, types.PropertyChange{Name: "snapshot", Val: vm.Snapshot})
	}
	return answer
}

// isOff sets the state that a machine has after it went back to a snapshot without memory.
func isOff(all []types.VirtualMachineSnapshotTree, taken types.ManagedObjectReference) {
	for i := range all {
		if all[i].Snapshot == taken {
			all[i].State = types.VirtualMachinePowerStatePoweredOff
		}
		isOff(all[i].ChildSnapshotList, taken)
	}
}
