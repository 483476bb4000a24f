package main

import (
	"fmt"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// someDevices are what every host has where no inventory says otherwise: GPUs, one of them on a bus above 0x7f, whose byte other software
// takes for negative, a network adapter of two functions that go together, and a disk controller that cannot be passed through.
var someDevices = []device{
	gpu("0000:3b:00.0", "0x1eb8", "TU104GL [Tesla T4]", "directPath"),
	gpu("0000:af:00.0", "0x1eb8", "TU104GL [Tesla T4]", "directPath"),
	gpu("0000:d8:00.0", "0x20f1", "GA100 [A100 PCIe 40GB]", ""),
	nic("0000:5e:00.0"), nic("0000:5e:00.1"),
	{Address: "0000:65:00.0", VendorID: "0x1000", DeviceID: "0x0014", ClassID: "0x0104", VendorName: "Broadcom / LSI",
		Name: "MegaRAID Tri-Mode SAS3516"},
}

func gpu(address, id, name, mode string) device {
	return device{Address: address, VendorID: "0x10de", DeviceID: id, SubVendorID: "0x10de", SubDeviceID: "0x12a2", ClassID: "0x0302",
		VendorName: "NVIDIA Corporation", Name: name, Capable: true, Mode: mode, ActiveMode: mode}
}

func nic(address string) device {
	return device{Address: address, VendorID: "0x8086", DeviceID: "0x1572", SubVendorID: "0x8086", SubDeviceID: "0x0007", ClassID: "0x0200",
		VendorName: "Intel Corporation", Name: "Ethernet Controller X710", Capable: true, DependentAddress: "0000:5e:00.0"}
}

// setDevices replaces the devices of a host. Hosts share what the simulator gives them, so all of it is made new.
func setDevices(h *simulator.HostSystem, devices []device) {
	h.Hardware.PciDevice = nil
	h.Config.PciPassthruInfo = nil
	for _, one := range devices {
		var domain, bus, slot, function int
		fmt.Sscanf(one.Address, "%x:%x:%x.%x", &domain, &bus, &slot, &function)
		h.Hardware.PciDevice = append(h.Hardware.PciDevice, types.HostPciDevice{
			Id: one.Address, ClassId: int16(number(one.ClassID)), Bus: byte(bus), Slot: byte(slot), Function: byte(function),
			VendorId: int16(number(one.VendorID)), SubVendorId: int16(number(one.SubVendorID)), VendorName: one.VendorName,
			DeviceId: int16(number(one.DeviceID)), SubDeviceId: int16(number(one.SubDeviceID)), ParentBridge: one.ParentAddress,
			DeviceName: one.Name,
		})
		dependent := one.DependentAddress
		if dependent == "" {
			dependent = one.Address
		}
		h.Config.PciPassthruInfo = append(h.Config.PciPassthruInfo, withFunctions(&HostPciPassthruInfo{
			HostPciPassthruInfo: types.HostPciPassthruInfo{
				Id: one.Address, DependentDevice: dependent, PassthruCapable: one.Capable,
				PassthruEnabled: one.Mode == "directPath", PassthruActive: one.ActiveMode == "directPath",
			},
			HardwareLabel: one.HardwareLabel,
		}, devices))
	}
}

// passthru is what a host says of the passthrough of a device; nil where it has none of that address.
func passthru(h *simulator.HostSystem, address string) *HostPciPassthruInfo {
	for _, one := range h.Config.PciPassthruInfo {
		if info := passthruOf(one); info != nil && info.Id == address {
			return info
		}
	}
	return nil
}
