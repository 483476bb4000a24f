package main

import (
	"fmt"
	"strings"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

func (b *builder) machine(one machine) error {
	h := b.hosts[one.HostID]
	if h == nil {
		return fmt.Errorf("there is no host %s", one.HostID)
	}
	store := one.Datastore
	if store == "" {
		store = "datastore1"
	}
	ds, err := b.datastore(h, store)
	if err != nil {
		return err
	}

	pool := simulator.Map.Get(*resourceOf(h).ResourcePool).(*simulator.ResourcePool)
	spec := types.VirtualMachineConfigSpec{Name: one.Name, Files: &types.VirtualMachineFileInfo{VmPathName: "[" + store + "]"}}
	task, err := b.folders.VmFolder.CreateVM(
		b.ctx, spec, object.NewResourcePool(b.client, pool.Self), object.NewHostSystem(b.client, h.Self))
	if err != nil {
		return err
	}
	info, err := task.WaitForResult(b.ctx, nil)
	if err != nil {
		return err
	}
	vm := simulator.Map.Get(info.Result.(types.ManagedObjectReference)).(*simulator.VirtualMachine)
	folder := simulator.Map.Get(b.folders.VmFolder.Reference()).(*simulator.Folder)
	rename(vm, one.ID, &folder.ChildEntity, &h.Vm, &pool.Vm, &ds.Vm)
	setMachine(vm, one)
	for _, attached := range one.Devices {
		vm.Config.Hardware.Device = append(vm.Config.Hardware.Device, passthroughDevice(h, attached))
	}
	return b.snapshots(vm, one)
}

func setMachine(vm *simulator.VirtualMachine, one machine) {
	c := vm.Config
	set(&c.Uuid, one.UUID)
	set(&c.InstanceUuid, one.InstanceUUID)
	set(&c.GuestId, one.GuestID)
	set(&c.Firmware, one.Firmware)
	c.Annotation = one.Notes
	c.Template = one.IsTemplate
	c.Hardware.NumCPU = max(1, one.NumCPU)
	c.Hardware.NumCoresPerSocket = max(1, one.CoresPerSocket)
	c.Hardware.MemoryMB = max(4, one.MemoryMB)
	if one.HardwareVersion > 0 {
		c.Version = fmt.Sprintf("vmx-%02d", one.HardwareVersion)
	}
	c.MemoryReservationLockedToMax = types.NewBool(one.LockedToMax)
	c.MemoryAllocation.Reservation = types.NewInt64(one.ReservationMB)
	c.CpuAllocation.Reservation = types.NewInt64(one.ReservationMhz)
	c.ExtraConfig = nil
	for key, value := range one.Settings {
		c.ExtraConfig = append(c.ExtraConfig, &types.OptionValue{Key: key, Value: value})
		if key == "vhv.enable" {
			c.NestedHVEnabled = types.NewBool(strings.EqualFold(value, "true"))
		}
	}
	summary := &vm.Summary.Config
	summary.Template, summary.NumCpu, summary.MemorySizeMB = c.Template, c.Hardware.NumCPU, c.Hardware.MemoryMB
	summary.Uuid, summary.InstanceUuid, summary.GuestId, summary.Annotation = c.Uuid, c.InstanceUuid, c.GuestId, c.Annotation
	if one.PowerState != "" {
		vm.Runtime.PowerState = types.VirtualMachinePowerState(one.PowerState)
	}
	vm.Summary.Runtime.PowerState = vm.Runtime.PowerState
}

func set(field *string, value string) {
	if value != "" {
		*field = value
	}
}

func max(a, b int32) int32 {
	if a > b {
		return a
	}
	return b
}

// snapshots makes each the child of the one before it, as the file mostly has them.
func (b *builder) snapshots(vm *simulator.VirtualMachine, one machine) error {
	now := vm.Runtime.PowerState
	defer func() { vm.Runtime.PowerState = now }()
	for _, taken := range one.Snapshots {
		vm.Runtime.PowerState = types.VirtualMachinePowerStatePoweredOff
		if taken.Memory {
			vm.Runtime.PowerState = types.VirtualMachinePowerStatePoweredOn
		}
		task, err := object.NewVirtualMachine(b.client, vm.Self).CreateSnapshot(
			b.ctx, taken.Name, taken.Description, taken.Memory, false)
		if err != nil {
			return err
		}
		if err = task.Wait(b.ctx); err != nil {
			return err
		}
	}
	return nil
}

// passthroughDevice is the virtual device of an attachment.
func passthroughDevice(h *simulator.HostSystem, one attachment) *types.VirtualPCIPassthrough {
	made := &types.VirtualPCIPassthrough{VirtualDevice: types.VirtualDevice{Key: one.Key, ControllerKey: 100, UnitNumber: unit(one.Key)}}
	switch one.Technology {
	case "dynamic":
		backing := &types.VirtualPCIPassthroughDynamicBackingInfo{CustomLabel: one.HardwareLabel}
		for _, allowed := range one.AllowedDevices {
			ids := strings.SplitN(allowed, ":", 2)
			backing.AllowedDevice = append(backing.AllowedDevice, types.VirtualPCIPassthroughAllowedDevice{
				VendorId: int32(number(ids[0])), DeviceId: int32(number(ids[len(ids)-1]))})
		}
		made.Backing = backing
	case "enhanced":
		backing := &VirtualPCIPassthroughDvxBackingInfo{DeviceClass: one.DeviceClass}
		for key, value := range one.Parameters {
			backing.ConfigParams = append(backing.ConfigParams, &types.OptionValue{Key: key, Value: value})
		}
		made.Backing = backing
	default:
		made.Backing = &types.VirtualPCIPassthroughDeviceBackingInfo{
			Id: one.Address, DeviceId: fmt.Sprintf("%x", number(one.DeviceID)), VendorId: int16(number(one.VendorID)),
			SystemId: systemID(h),
		}
	}
	made.DeviceInfo = &types.Description{Label: label(one.Key), Summary: summary(h, made)}
	return made
}
