package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

func systemID(h *simulator.HostSystem) string { return h.Hardware.SystemInfo.Uuid }

// shadowOf is what answers a method in the place of an object; nil where the object does.
func shadowOf(this types.ManagedObjectReference, method string) *types.ManagedObjectReference {
	return nil
}
