package main

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// noAnnotation is what the front makes of an empty annotation, which removes the notes: the simulator's types do not tell it from none.
const noAnnotation = "\uFFFC"

var emptyAnnotation = regexp.MustCompile(`<annotation\s*/>|<annotation></annotation>`)

// ReconfigVMTask checks what is asked, does what the simulator does wrong, and announces what has changed.
func (s *machineShadow) ReconfigVMTask(ctx *simulator.Context, asked *types.ReconfigVM_Task) soap.HasFault {
	deciding.Lock()
	defer deciding.Unlock()
	vm, spec := s.vm, &asked.Spec
	fault := s.check(spec)
	if fault == nil {
		fault = s.checkDevices(spec)
	}
	if fault != nil {
		return &methods.ReconfigVM_TaskBody{Res: &types.ReconfigVM_TaskResponse{Returnval: failed(vm, "reconfigVm", fault)}}
	}

	if spec.Annotation == noAnnotation {
		spec.Annotation, vm.Config.Annotation, vm.Summary.Config.Annotation = "", "", ""
	}
	options := spec.ExtraConfig
	spec.ExtraConfig = nil
	complete(spec.MemoryAllocation, vm.Config.MemoryAllocation)
	complete(spec.CpuAllocation, vm.Config.CpuAllocation)
	answer := behind(ctx, vm, func(inner *simulator.Context) soap.HasFault { return vm.ReconfigVMTask(inner, asked) })
	setOptions(vm, options)
	if locked := vm.Config.MemoryReservationLockedToMax; locked != nil && *locked {
		vm.Config.MemoryAllocation.Reservation = types.NewInt64(int64(vm.Config.Hardware.MemoryMB))
	}
	announce(vm)
	return answer
}

func (s *machineShadow) check(spec *types.VirtualMachineConfigSpec) types.BaseMethodFault {
	vm := s.vm
	if spec.ChangeVersion != "" && spec.ChangeVersion != vm.Config.ChangeVersion {
		return &types.ConcurrentAccess{}
	}
	if spec.Name != "" && spec.Name != vm.Name {
		if other := named(vm, spec.Name); other != nil {
			return &types.DuplicateName{Name: spec.Name, Object: other.Self}
		}
	}
	isSized := spec.MemoryMB != 0 && spec.MemoryMB != int64(vm.Config.Hardware.MemoryMB) ||
		spec.NumCPUs != 0 && spec.NumCPUs != vm.Config.Hardware.NumCPU
	if isSized && isOn(vm) {
		return &types.InvalidPowerState{
			RequestedState: types.VirtualMachinePowerStatePoweredOff, ExistingState: vm.Runtime.PowerState}
	}
	return nil
}

// named is another machine of that name in the folder of a machine.
func named(vm *simulator.VirtualMachine, name string) *simulator.VirtualMachine {
	for _, one := range simulator.Map.All("VirtualMachine") {
		if other, ok := one.(*simulator.VirtualMachine); ok && other != vm && other.Name == name && *other.Parent == *vm.Parent {
			return other
		}
	}
	return nil
}

// complete fills in what an allocation does not say, which the simulator would lose.
func complete(asked, before *types.ResourceAllocationInfo) {
	if asked == nil || before == nil {
		return
	}
	if asked.Reservation == nil {
		asked.Reservation = before.Reservation
	}
	if asked.ExpandableReservation == nil {
		asked.ExpandableReservation = before.ExpandableReservation
	}
	if asked.Limit == nil {
		asked.Limit = before.Limit
	}
	if asked.Shares == nil {
		asked.Shares = before.Shares
	}
}

// setOptions sets advanced settings: one of no value is removed, and names are compared without case.
func setOptions(vm *simulator.VirtualMachine, asked []types.BaseOptionValue) {
	for _, option := range asked {
		one := option.GetOptionValue()
		kept := make([]types.BaseOptionValue, 0, len(vm.Config.ExtraConfig)+1)
		for _, before := range vm.Config.ExtraConfig {
			if !strings.EqualFold(before.GetOptionValue().Key, one.Key) {
				kept = append(kept, before)
			}
		}
		if one.Value != nil && one.Value != "" {
			kept = append(kept, one)
		}
		vm.Config.ExtraConfig = kept
	}
}

// announce tells everybody that waits of a machine's configuration, and gives it a new changeVersion.
func announce(vm *simulator.VirtualMachine) {
	c := vm.Config
	version := time.Now().UTC().Format("2006-01-02T15:04:05.000000000Z")
	values := map[string]interface{}{
		"name": vm.Name, "config.changeVersion": version, "config.name": c.Name, "config.annotation": c.Annotation,
		"config.guestId": c.GuestId, "config.firmware": c.Firmware, "config.version": c.Version, "config.template": c.Template,
		"config.hardware.numCPU": c.Hardware.NumCPU, "config.hardware.numCoresPerSocket": c.Hardware.NumCoresPerSocket,
		"config.hardware.memoryMB": c.Hardware.MemoryMB, "config.hardware.device": c.Hardware.Device, "config.extraConfig": c.ExtraConfig,
		"config.cpuAllocation.reservation":    number64(c.CpuAllocation.Reservation),
		"config.memoryAllocation.reservation": number64(c.MemoryAllocation.Reservation),
	}
	if c.MemoryReservationLockedToMax != nil {
		values["config.memoryReservationLockedToMax"] = *c.MemoryReservationLockedToMax
	}
	if c.NestedHVEnabled != nil {
		values["config.nestedHVEnabled"] = *c.NestedHVEnabled
	}
	changes := make([]types.PropertyChange, 0, len(values))
	for name, value := range values {
		changes = append(changes, types.PropertyChange{Name: name, Val: value})
	}
	update(vm, changes...)
}

func number64(value *int64) int64 {
	if value == nil {
		return 0
	}
	return *value
}

func label(key int32) string { return fmt.Sprintf("PCI device %d", key-firstKey) }
