package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

type browserShadow struct {
	shadow
	browser *simulator.EnvironmentBrowser
}

// QueryConfigTarget adds what can be passed through to what the simulator says: on the host that is asked for, or on all of the cluster.
func (s *browserShadow) QueryConfigTarget(ctx *simulator.Context, asked *types.QueryConfigTarget) soap.HasFault {
	answer := behind(ctx, s.browser, func(inner *simulator.Context) soap.HasFault {
		return s.browser.QueryConfigTarget(inner, asked)
	})
	body, ok := answer.(*methods.QueryConfigTargetBody)
	if !ok || body.Res == nil || body.Res.Returnval == nil {
		return answer
	}
	for _, h := range allHosts() {
		browser := resourceOf(h).EnvironmentBrowser
		if browser == nil || *browser != s.browser.Self || asked.Host != nil && *asked.Host != h.Self {
			continue
		}
		addTargets(body.Res.Returnval, h)
	}
	return answer
}

func addTargets(target *types.ConfigTarget, h *simulator.HostSystem) {
	for _, device := range h.Hardware.PciDevice {
		info := passthru(h, device.Id)
		if info == nil || !info.PassthruActive {
			continue
		}
		target.PciPassthrough = append(target.PciPassthrough, &types.VirtualMachinePciPassthroughInfo{
			VirtualMachineTargetInfo: types.VirtualMachineTargetInfo{Name: device.Id}, PciDevice: device, SystemId: systemID(h),
		})
		one := types.VirtualMachineDynamicPassthroughInfo{
			VirtualMachineTargetInfo: types.VirtualMachineTargetInfo{Name: device.DeviceName},
			VendorName:               device.VendorName, DeviceName: device.DeviceName, CustomLabel: info.HardwareLabel,
			VendorId: int32(uint16(device.VendorId)), DeviceId: int32(uint16(device.DeviceId)),
		}
		if !listed(target.DynamicPassthrough, one) {
			target.DynamicPassthrough = append(target.DynamicPassthrough, one)
		}
	}
}

// listed says whether a card of that kind and label is there already.
func listed(all []types.VirtualMachineDynamicPassthroughInfo, one types.VirtualMachineDynamicPassthroughInfo) bool {
	for _, other := range all {
		if other.VendorId == one.VendorId && other.DeviceId == one.DeviceId && other.CustomLabel == one.CustomLabel {
			return true
		}
	}
	return false
}
