package main

import (
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// HostSriovInfo is that of a physical function, with the label of vSphere 7.0.
type HostSriovInfo struct {
	HostPciPassthruInfo

	SriovEnabled                bool  `xml:"sriovEnabled"`
	SriovCapable                bool  `xml:"sriovCapable"`
	SriovActive                 bool  `xml:"sriovActive"`
	NumVirtualFunctionRequested int32 `xml:"numVirtualFunctionRequested"`
	NumVirtualFunction          int32 `xml:"numVirtualFunction"`
	MaxVirtualFunctionSupported int32 `xml:"maxVirtualFunctionSupported"`
}

// withFunctions is what a host says of a device, which is more where it has virtual functions: how many, and not which.
func withFunctions(info *HostPciPassthruInfo, devices []device) types.BaseHostPciPassthruInfo {
	count := int32(0)
	for _, one := range devices {
		if one.ParentAddress == info.Id {
			count++
		}
	}
	for _, one := range devices {
		const bridge = "0x06"
		if one.Address == info.Id && (count == 0 || strings.HasPrefix(one.ClassID, bridge)) {
			return info
		}
	}
	return &HostSriovInfo{*info, true, true, true, count, count, count}
}

// passthruOf is the part of what a host says of a device that every device has; nil for what is not ours.
func passthruOf(info types.BaseHostPciPassthruInfo) *HostPciPassthruInfo {
	switch one := info.(type) {
	case *HostPciPassthruInfo:
		return one
	case *HostSriovInfo:
		return &one.HostPciPassthruInfo
	}
	return nil
}

// changedPassthru is what a host says of its devices, each changed.
func changedPassthru(h *simulator.HostSystem, change func(*HostPciPassthruInfo)) []types.BaseHostPciPassthruInfo {
	changed := make([]types.BaseHostPciPassthruInfo, len(h.Config.PciPassthruInfo))
	for i, before := range h.Config.PciPassthruInfo {
		switch one := before.(type) {
		case *HostPciPassthruInfo:
			copied := *one
			changed[i] = &copied
		case *HostSriovInfo:
			copied := *one
			changed[i] = &copied
		}
		change(passthruOf(changed[i]))
	}
	return changed
}
