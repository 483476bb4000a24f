package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// RenameTask refuses the name of another machine of the folder.
func (s *machineShadow) RenameTask(ctx *simulator.Context, asked *types.Rename_Task) soap.HasFault {
	vm := s.vm
	if other := named(vm, asked.NewName); other != nil {
		fault := &types.DuplicateName{Name: asked.NewName, Object: other.Self}
		return &methods.Rename_TaskBody{Res: &types.Rename_TaskResponse{Returnval: failed(vm, "rename", fault)}}
	}
	answer := behind(ctx, vm, func(*simulator.Context) soap.HasFault { return vm.RenameTask(asked) })
	vm.Config.Name, vm.Summary.Config.Name = vm.Name, vm.Name
	announce(vm)
	return answer
}

// MarkAsTemplate announces what the simulator sets.
func (s *machineShadow) MarkAsTemplate(ctx *simulator.Context, asked *types.MarkAsTemplate) soap.HasFault {
	answer := behind(ctx, s.vm, func(*simulator.Context) soap.HasFault { return s.vm.MarkAsTemplate(asked) })
	announce(s.vm)
	return answer
}

// MarkAsVirtualMachine announces what the simulator sets.
func (s *machineShadow) MarkAsVirtualMachine(ctx *simulator.Context, asked *types.MarkAsVirtualMachine) soap.HasFault {
	answer := behind(ctx, s.vm, func(*simulator.Context) soap.HasFault { return s.vm.MarkAsVirtualMachine(asked) })
	announce(s.vm)
	return answer
}

// UpgradeVMTask raises the hardware version to the one that is asked for; the simulator knows one only.
func (s *machineShadow) UpgradeVMTask(ctx *simulator.Context, asked *types.UpgradeVM_Task) soap.HasFault {
	vm := s.vm
	ref := task(vm, "upgradeVm", func() (types.AnyType, types.BaseMethodFault) {
		if isOn(vm) {
			return nil, &types.InvalidPowerState{
				RequestedState: types.VirtualMachinePowerStatePoweredOff, ExistingState: vm.Runtime.PowerState}
		}
		if asked.Version <= vm.Config.Version { // vmx-08, vmx-21
			return nil, &types.AlreadyUpgraded{}
		}
		vm.Config.Version = asked.Version
		return nil, nil
	})
	announce(vm)
	return &methods.UpgradeVM_TaskBody{Res: &types.UpgradeVM_TaskResponse{Returnval: ref}}
}

type folderShadow struct {
	shadow
	folder *simulator.Folder
}

// CreateVMTask refuses what would end the simulator's connection, and a name that is taken.
func (s *folderShadow) CreateVMTask(ctx *simulator.Context, asked *types.CreateVM_Task) soap.HasFault {
	f := s.folder
	for _, ref := range []*types.ManagedObjectReference{&asked.Pool, asked.Host} {
		if ref != nil && simulator.Map.Get(*ref) == nil {
			return &methods.CreateVM_TaskBody{Fault_: simulator.Fault("", &types.ManagedObjectNotFound{Obj: *ref})}
		}
	}
	if other := simulator.Map.FindByName(asked.Config.Name, f.ChildEntity); other != nil {
		fault := &types.DuplicateName{Name: asked.Config.Name, Object: other.Reference()}
		return &methods.CreateVM_TaskBody{Res: &types.CreateVM_TaskResponse{Returnval: failed(f, "createVm", fault)}}
	}
	return behind(ctx, f, func(inner *simulator.Context) soap.HasFault { return f.CreateVMTask(inner, asked) })
}
