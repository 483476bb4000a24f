package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// DestroyTask takes a host of a cluster out of the inventory, and its machines with it. One of no cluster goes with what stands for one.
func (s *hostShadow) DestroyTask(ctx *simulator.Context, asked *types.Destroy_Task) soap.HasFault {
	h := s.host
	c, ok := simulator.Map.Get(*h.Parent).(*simulator.ClusterComputeResource)
	if !ok {
		return destroyed(failed(h, "destroy", &types.NotSupported{}))
	}
	if fault := unregister(ctx, h); fault != nil {
		return destroyed(failed(h, "destroy", fault))
	}
	answer := behind(ctx, h, func(inner *simulator.Context) soap.HasFault { return h.DestroyTask(inner, asked) })
	simulator.Map.RemoveReference(c, &c.Host, h.Self)
	return answer
}

type resourceShadow struct {
	shadow
	resource *mo.ComputeResource
}

// DestroyTask takes a host of no cluster out of the inventory.
func (s *resourceShadow) DestroyTask(ctx *simulator.Context, asked *types.Destroy_Task) soap.HasFault {
	for _, ref := range s.resource.Host {
		h := simulator.Map.Get(ref).(*simulator.HostSystem)
		if fault := unregister(ctx, h); fault != nil {
			return destroyed(failed(h, "destroy", fault))
		}
		behind(ctx, h, func(inner *simulator.Context) soap.HasFault { return h.DestroyTask(inner, asked) })
	}
	folder := simulator.Map.Get(*s.resource.Parent).(*simulator.Folder)
	return destroyed(task(s.resource, "destroy", func() (types.AnyType, types.BaseMethodFault) {
		simulator.Map.RemoveReference(folder, &folder.ChildEntity, s.resource.Self)
		simulator.Map.Remove(s.resource.Self)
		return nil, nil
	}))
}

func destroyed(ref types.ManagedObjectReference) soap.HasFault {
	return &methods.Destroy_TaskBody{Res: &types.Destroy_TaskResponse{Returnval: ref}}
}

// unregister takes the machines of a host out of the inventory, where none of them runs.
func unregister(ctx *simulator.Context, h *simulator.HostSystem) types.BaseMethodFault {
	all := machinesOn(h)
	for _, vm := range all {
		if isOn(vm) {
			return &types.ResourceInUse{}
		}
	}
	for _, vm := range all {
		vm := vm
		behind(ctx, vm, func(inner *simulator.Context) soap.HasFault {
			return vm.UnregisterVM(inner, &types.UnregisterVM{This: vm.Self})
		})
	}
	return nil
}
