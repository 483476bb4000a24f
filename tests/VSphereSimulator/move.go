package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// MigrateVMTask moves a machine to another host.
func (s *machineShadow) MigrateVMTask(ctx *simulator.Context, asked *types.MigrateVM_Task) soap.HasFault {
	return &methods.MigrateVM_TaskBody{
		Res: &types.MigrateVM_TaskResponse{Returnval: s.moveTask("migrate", asked.Host)},
	}
}

// RelocateVMTask moves a machine to another host, and leaves the rest of what is asked to the simulator.
func (s *machineShadow) RelocateVMTask(ctx *simulator.Context, asked *types.RelocateVM_Task) soap.HasFault {
	vm := s.vm
	for _, ref := range []*types.ManagedObjectReference{asked.Spec.Host, asked.Spec.Pool, asked.Spec.Datastore, asked.Spec.Folder} {
		if ref != nil && simulator.Map.Get(*ref) == nil {
			return &methods.RelocateVM_TaskBody{Fault_: simulator.Fault("", &types.ManagedObjectNotFound{Obj: *ref})}
		}
	}
	if asked.Spec.Host != nil && *asked.Spec.Host != *vm.Runtime.Host {
		return &methods.RelocateVM_TaskBody{
			Res: &types.RelocateVM_TaskResponse{Returnval: s.moveTask("relocate", asked.Spec.Host)},
		}
	}
	return behind(ctx, vm, func(inner *simulator.Context) soap.HasFault { return vm.RelocateVMTask(inner, asked) })
}

func (s *machineShadow) moveTask(name string, ref *types.ManagedObjectReference) types.ManagedObjectReference {
	if ref == nil {
		return failed(s.vm, name, &types.InvalidArgument{InvalidProperty: "host"})
	}
	to, ok := simulator.Map.Get(*ref).(*simulator.HostSystem)
	if !ok {
		return failed(s.vm, name, &types.ManagedObjectNotFound{Obj: *ref})
	}
	if fault := canMove(s.vm, to); fault != nil {
		return failed(s.vm, name, fault)
	}
	move(s.vm, to)
	return task(s.vm, name, func() (types.AnyType, types.BaseMethodFault) { return nil, nil })
}

// canMove is nil, or why a machine cannot go to a host: a Fixed device is of one host, and no running machine moves with passthrough.
func canMove(vm *simulator.VirtualMachine, to *simulator.HostSystem) types.BaseMethodFault {
	if to.Runtime.ConnectionState != types.HostSystemConnectionStateConnected {
		return &types.HostNotConnected{}
	}
	if to.Runtime.InMaintenanceMode && isOn(vm) {
		return &types.InvalidState{}
	}
	for _, device := range passthroughs(vm) {
		_, isFixed := device.Backing.(*types.VirtualPCIPassthroughDeviceBackingInfo)
		if isFixed || isOn(vm) {
			return &types.DeviceBackingNotSupported{
				DeviceNotSupported: types.DeviceNotSupported{Device: device.DeviceInfo.GetDescription().Label},
				Backing:            held(device),
			}
		}
	}
	return nil
}

// move puts a machine on another host, into that host's pool.
func move(vm *simulator.VirtualMachine, to *simulator.HostSystem) {
	from := hostOf(vm)
	simulator.Map.RemoveReference(from, &from.Vm, vm.Self)
	simulator.Map.AddReference(to, &to.Vm, vm.Self)
	changes := []types.PropertyChange{
		{Name: "runtime.host", Val: to.Self}, {Name: "summary.runtime.host", Val: to.Self},
	}
	if resourceOf(from) != resourceOf(to) {
		pool := *resourceOf(to).ResourcePool
		for _, ref := range []types.ManagedObjectReference{*vm.ResourcePool, pool} {
			if one, ok := simulator.Map.Get(ref).(*simulator.ResourcePool); ok {
				if ref == pool {
					simulator.Map.AddReference(one, &one.Vm, vm.Self)
				} else {
					simulator.Map.RemoveReference(one, &one.Vm, vm.Self)
				}
			}
		}
		changes = append(changes, types.PropertyChange{Name: "resourcePool", Val: pool})
	}
	update(vm, changes...)
}

// evacuation is where DRS moves a machine when its host goes into maintenance; nil where it does not, or nowhere.
func evacuation(vm *simulator.VirtualMachine) *simulator.HostSystem {
	from := hostOf(vm)
	c, ok := simulator.Map.Get(*from.Parent).(*simulator.ClusterComputeResource)
	if !ok {
		return nil
	}
	drs := c.ConfigurationEx.(*types.ClusterConfigInfoEx).DrsConfig
	if drs.Enabled == nil || !*drs.Enabled || drs.DefaultVmBehavior != types.DrsBehaviorFullyAutomated {
		return nil
	}
	for _, ref := range c.Host {
		if to := simulator.Map.Get(ref).(*simulator.HostSystem); to != from && !to.Runtime.InMaintenanceMode && canMove(vm, to) == nil {
			return to
		}
	}
	return nil
}
