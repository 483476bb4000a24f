package main

import (
	"fmt"
	"strings"
	"sync"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// deciding is held from looking who has a device to taking it, as one vCenter decides.
var deciding sync.Mutex

type machineShadow struct {
	shadow
	vm *simulator.VirtualMachine
}

func machinesOn(h *simulator.HostSystem) []*simulator.VirtualMachine {
	var found []*simulator.VirtualMachine
	for _, ref := range h.Vm {
		if vm, ok := simulator.Map.Get(ref).(*simulator.VirtualMachine); ok {
			found = append(found, vm)
		}
	}
	return found
}

func isOn(vm *simulator.VirtualMachine) bool {
	return vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn
}

// update sets properties of a machine and announces them.
func update(vm *simulator.VirtualMachine, changes ...types.PropertyChange) {
	simulator.Map.WithLock(vm, func() { simulator.Map.Update(vm, changes) })
}

func setPower(vm *simulator.VirtualMachine, state types.VirtualMachinePowerState) {
	update(vm, types.PropertyChange{Name: "runtime.powerState", Val: state},
		types.PropertyChange{Name: "summary.runtime.powerState", Val: state})
}

// passthroughs are the passthrough devices of a machine.
func passthroughs(vm *simulator.VirtualMachine) []*types.VirtualPCIPassthrough {
	var found []*types.VirtualPCIPassthrough
	for _, one := range vm.Config.Hardware.Device {
		if device, ok := one.(*types.VirtualPCIPassthrough); ok {
			found = append(found, device)
		}
	}
	return found
}

// held is the address of the host's device that a passthrough device stands for; none for a Dynamic one of a machine that is off.
func held(device *types.VirtualPCIPassthrough) string {
	switch backing := device.Backing.(type) {
	case *types.VirtualPCIPassthroughDeviceBackingInfo:
		return backing.Id
	case *types.VirtualPCIPassthroughDynamicBackingInfo:
		return backing.AssignedId
	}
	return ""
}

// holder is the running machine that has a device of a host.
func holder(h *simulator.HostSystem, address string) *simulator.VirtualMachine {
	for _, vm := range machinesOn(h) {
		if !isOn(vm) {
			continue
		}
		for _, device := range passthroughs(vm) {
			if held(device) == address {
				return vm
			}
		}
	}
	return nil
}

// assign is a free device of a host that a Dynamic one takes; "" where there is none.
func assign(h *simulator.HostSystem, wanted *types.VirtualPCIPassthroughDynamicBackingInfo, taken map[string]bool) string {
	for _, device := range h.Hardware.PciDevice {
		info := passthru(h, device.Id)
		if info == nil || !info.PassthruActive || taken[device.Id] || holder(h, device.Id) != nil {
			continue
		}
		if wanted.CustomLabel != "" && !strings.EqualFold(wanted.CustomLabel, info.HardwareLabel) {
			continue
		}
		for _, allowed := range wanted.AllowedDevice {
			if uint16(allowed.VendorId) == uint16(device.VendorId) && uint16(allowed.DeviceId) == uint16(device.DeviceId) {
				return device.Id
			}
		}
	}
	return ""
}

// configFault is what an ESXi says that cannot do what is asked with a machine's configuration.
func configFault(format string, parts ...interface{}) types.BaseMethodFault {
	return &types.GenericVmConfigFault{Reason: fmt.Sprintf(format, parts...)}
}
