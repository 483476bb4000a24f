package main

import (
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/types"
)

// checkDevices refuses what a vCenter refuses, and completes what the simulator needs: keys and descriptions.
func (s *machineShadow) checkDevices(spec *types.VirtualMachineConfigSpec) types.BaseMethodFault {
	vm := s.vm
	devices := object.VirtualDeviceList(vm.Config.Hardware.Device)
	keys, taken := map[int32]bool{}, map[string]bool{}
	for _, one := range passthroughs(vm) {
		keys[one.Key] = true
		if backing, ok := one.Backing.(*types.VirtualPCIPassthroughDeviceBackingInfo); ok {
			taken[backing.Id] = true
		}
	}
	for i, change := range spec.DeviceChange {
		one := change.GetVirtualDeviceConfigSpec()
		at := types.InvalidDeviceSpec{DeviceIndex: int32(i)}
		if one.Device == nil {
			return &at
		}
		asked, isPassthrough := one.Device.(*types.VirtualPCIPassthrough)
		if isPassthrough && isOn(vm) {
			return &types.DeviceHotPlugNotSupported{InvalidDeviceSpec: at}
		}
		base := one.Device.GetVirtualDevice()
		switch one.Operation {
		case types.VirtualDeviceConfigSpecOperationAdd:
			if isPassthrough {
				if fault := s.checkAdded(asked, at, taken); fault != nil {
					return fault
				}
				for base.Key = firstKey; keys[base.Key]; {
					base.Key++
				}
				keys[base.Key] = true
				base.ControllerKey, base.UnitNumber = 100, unit(base.Key)
				base.DeviceInfo = &types.Description{Label: label(base.Key), Summary: summary(hostOf(vm), asked)}
			}
		case types.VirtualDeviceConfigSpecOperationEdit, types.VirtualDeviceConfigSpecOperationRemove:
			before := devices.FindByKey(base.Key)
			if before == nil {
				return &types.DeviceNotFound{InvalidDeviceSpec: at}
			}
			if base.DeviceInfo == nil {
				description := types.Description{}
				if told := before.GetVirtualDevice().DeviceInfo; told != nil {
					description = *told.GetDescription()
				}
				base.DeviceInfo = &description
			}
			if fixed, ok := before.GetVirtualDevice().Backing.(*types.VirtualPCIPassthroughDeviceBackingInfo); ok {
				delete(taken, fixed.Id)
			}
			if base.ControllerKey == 0 {
				base.ControllerKey = before.GetVirtualDevice().ControllerKey
			}
		}
	}
	return nil
}

// checkAdded refuses a Fixed device that the host does not have or does not pass through, and one that the machine has already.
func (s *machineShadow) checkAdded(
	asked *types.VirtualPCIPassthrough, at types.InvalidDeviceSpec, taken map[string]bool) types.BaseMethodFault {
	switch backing := asked.Backing.(type) {
	case nil:
		return &types.InvalidDeviceBacking{InvalidDeviceSpec: at}
	case *types.VirtualPCIPassthroughDeviceBackingInfo:
		h := hostOf(s.vm)
		info := passthru(h, backing.Id)
		if info == nil || !info.PassthruActive || !isOf(backing.SystemId, h) || taken[backing.Id] {
			return &types.InvalidDeviceBacking{InvalidDeviceSpec: at}
		}
		taken[backing.Id] = true
	case *types.VirtualPCIPassthroughDynamicBackingInfo:
		if len(backing.AllowedDevice) == 0 {
			return &types.InvalidDeviceBacking{InvalidDeviceSpec: at}
		}
	}
	return nil
}
