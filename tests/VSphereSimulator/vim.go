package main

import (
	"reflect"

	"github.com/vmware/govmomi/vim25/types"
)

// Types of vSphere 7.0 and 8.0 that Debian's govmomi lacks, or has without an element. The name of a Go type is its xsi:type.

// HostPciPassthruInfo has the label of vSphere 7.0.
type HostPciPassthruInfo struct {
	types.HostPciPassthruInfo

	HardwareLabel string `xml:"hardwareLabel,omitempty"`
}

// HostPciPassthruConfig has the label of vSphere 7.0; nil leaves it, "" removes it.
type HostPciPassthruConfig struct {
	types.HostPciPassthruConfig

	HardwareLabel *string `xml:"hardwareLabel"`
}

// VirtualPCIPassthroughDvxBackingInfo is of vSphere 8.0.
type VirtualPCIPassthroughDvxBackingInfo struct {
	types.VirtualDeviceBackingInfo

	DeviceClass  string                  `xml:"deviceClass,omitempty"`
	ConfigParams []types.BaseOptionValue `xml:"configParams,omitempty,typeattr"`
}

func init() {
	types.Add("HostPciPassthruInfo", reflect.TypeOf((*HostPciPassthruInfo)(nil)).Elem())
	types.Add("HostPciPassthruConfig", reflect.TypeOf((*HostPciPassthruConfig)(nil)).Elem())
	types.Add("BaseHostPciPassthruConfig", reflect.TypeOf((*HostPciPassthruConfig)(nil)).Elem()) // where no xsi:type is given
	types.Add("VirtualPCIPassthroughDvxBackingInfo", reflect.TypeOf((*VirtualPCIPassthroughDvxBackingInfo)(nil)).Elem())
}
