package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// firstKey is the key of a machine's first passthrough device.
const firstKey = 13000

// unit is the place of a passthrough device on its controller, where the first 18 are of other devices.
func unit(key int32) *int32 { return types.NewInt32(18 + key - firstKey) }

// passthruSystem is the HostPciPassthruSystem of a host, which the simulator does not have.
type passthruSystem struct {
	mo.HostPciPassthruSystem

	host *simulator.HostSystem
}

// addPassthruSystem gives a host one, where it announces it.
func addPassthruSystem(h *simulator.HostSystem) {
	system := &passthruSystem{host: h}
	system.Self = types.ManagedObjectReference{Type: "HostPciPassthruSystem", Value: "pciPassthruSystem-" + h.Self.Value}
	system.PciPassthruInfo = h.Config.PciPassthruInfo
	simulator.Map.Put(system)
	h.ConfigManager.PciPassthruSystem = &system.Self
}

// Refresh looks for new devices, of which there are none.
func (s *passthruSystem) Refresh(*types.Refresh) soap.HasFault {
	return &methods.RefreshBody{Res: &types.RefreshResponse{}}
}

// UpdatePassthruConfig sets all that is asked, or nothing. A device goes to the host or to passthrough with the reboot, or at once where that
// is asked and the host can.
func (s *passthruSystem) UpdatePassthruConfig(ctx *simulator.Context, asked *types.UpdatePassthruConfig) soap.HasFault {
	body := &methods.UpdatePassthruConfigBody{}
	for _, one := range asked.Config {
		config := one.GetHostPciPassthruConfig()
		info := passthru(s.host, config.Id)
		if info == nil {
			body.Fault_ = simulator.Fault("No device "+config.Id, &types.InvalidArgument{InvalidProperty: "config.id"})
		} else if config.PassthruEnabled && !info.PassthruCapable {
			body.Fault_ = simulator.Fault(config.Id+" cannot be passed through", &types.HostConfigFault{})
		}
		if body.Fault_ != nil {
			return body
		}
	}

	changed := changedPassthru(s.host, func(info *HostPciPassthruInfo) {
		for _, one := range asked.Config {
			config := one.GetHostPciPassthruConfig()
			if config.Id != info.Id {
				continue
			}
			info.PassthruEnabled = config.PassthruEnabled
			if rebinds(s.host) && config.ApplyNow != nil && *config.ApplyNow {
				info.PassthruActive = info.PassthruEnabled
			}
			if own, ok := one.(*HostPciPassthruConfig); ok && own.HardwareLabel != nil {
				info.HardwareLabel = *own.HardwareLabel
			}
		}
	})
	tellPassthru(s.host, changed)
	body.Res = &types.UpdatePassthruConfigResponse{}
	return body
}

// rebinds says whether a host moves a device without a reboot.
func rebinds(h *simulator.HostSystem) bool {
	return h.Capability != nil && h.Capability.DeviceRebindWithoutRebootSupported != nil && *h.Capability.DeviceRebindWithoutRebootSupported
}

// tellPassthru sets what a host says of passthrough, and announces it.
func tellPassthru(h *simulator.HostSystem, changed []types.BaseHostPciPassthruInfo) {
	waits := false
	for _, one := range changed {
		info := one.GetHostPciPassthruInfo()
		waits = waits || info.PassthruEnabled != info.PassthruActive
	}
	simulator.Map.WithLock(h, func() {
		simulator.Map.Update(h, []types.PropertyChange{
			{Name: "config.pciPassthruInfo", Val: changed}, {Name: "summary.rebootRequired", Val: waits}})
	})
	if system, ok := simulator.Map.Get(*h.ConfigManager.PciPassthruSystem).(*passthruSystem); ok {
		system.PciPassthruInfo = changed
	}
}

// activate is what a reboot does: what is enabled becomes active.
func activate(h *simulator.HostSystem) {
	changed := changedPassthru(h, func(info *HostPciPassthruInfo) { info.PassthruActive = info.PassthruEnabled })
	tellPassthru(h, changed)
}
