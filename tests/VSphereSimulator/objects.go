package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// resourceOf is the cluster of a host, or what stands for one where it has none.
func resourceOf(h *simulator.HostSystem) *mo.ComputeResource {
	switch parent := simulator.Map.Get(*h.Parent).(type) {
	case *simulator.ClusterComputeResource:
		return &parent.ComputeResource
	case *mo.ComputeResource:
		return parent
	}
	panic("a host hangs on nothing")
}

func hostsOf(h *simulator.HostSystem) *[]types.ManagedObjectReference { return &resourceOf(h).Host }

func hostOf(vm *simulator.VirtualMachine) *simulator.HostSystem {
	return simulator.Map.Get(*vm.Runtime.Host).(*simulator.HostSystem)
}

func allHosts() []*simulator.HostSystem {
	var found []*simulator.HostSystem
	for _, one := range simulator.Map.All("HostSystem") {
		found = append(found, one.(*simulator.HostSystem))
	}
	return found
}

// systemID names the host in the backing of a Fixed device.
func systemID(h *simulator.HostSystem) string { return h.Hardware.SystemInfo.Uuid }

// isOf says whether a backing names a host: by its id, or as scripts do that do not look for it.
func isOf(systemId string, h *simulator.HostSystem) bool {
	return systemId == systemID(h) || systemId == "BYPASS"
}

// summary is the name of the host's device that a passthrough device stands for, and the label that a Dynamic one asks for.
func summary(h *simulator.HostSystem, device *types.VirtualPCIPassthrough) string {
	if backing, ok := device.Backing.(*types.VirtualPCIPassthroughDynamicBackingInfo); ok {
		return backing.CustomLabel
	}
	for _, one := range h.Hardware.PciDevice {
		if one.Id == held(device) {
			return one.DeviceName
		}
	}
	return ""
}
