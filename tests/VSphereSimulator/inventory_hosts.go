package main

import (
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

func (b *builder) hostFolder() *simulator.Folder {
	return simulator.Map.Get(b.folders.HostFolder.Reference()).(*simulator.Folder)
}

func (b *builder) cluster(one cluster) error {
	made, err := b.folders.HostFolder.CreateCluster(b.ctx, one.Name, types.ClusterConfigSpecEx{})
	if err != nil {
		return err
	}
	c := simulator.Map.Get(made.Reference()).(*simulator.ClusterComputeResource)
	rename(c, one.ID, &b.hostFolder().ChildEntity)
	simulator.Map.Get(*c.ResourcePool).(*simulator.ResourcePool).Owner = c.Self
	b.clusters[one.ID] = c

	told := one.Services
	config := c.ConfigurationEx.(*types.ClusterConfigInfoEx)
	config.DrsConfig.Enabled = told.DrsEnabled
	if told.DrsAutomationLevel != "" && told.DrsAutomationLevel != "disabled" {
		config.DrsConfig.DefaultVmBehavior = types.DrsBehavior(told.DrsAutomationLevel)
	}
	config.DasConfig.Enabled = told.HaEnabled
	config.DasConfig.AdmissionControlEnabled = told.HaAdmissionControl
	config.DasConfig.FailoverLevel = told.HaFailoverLevel
	config.DasConfig.DefaultVmSettings = &types.ClusterDasVmSettings{
		IsolationResponse: isolation(told.HaIsolationResponse), RestartPriority: told.HaRestartPriority,
	}
	c.Summary.(*types.ClusterComputeResourceSummary).CurrentEVCModeKey = told.EvcMode
	return nil
}

func isolation(told string) string {
	if told == "doNothing" {
		return string(types.ClusterDasVmSettingsIsolationResponseNone)
	}
	return told
}

func (b *builder) host(one host) error {
	spec := types.HostConnectSpec{HostName: one.Name}
	var task *object.Task
	var err error
	c := b.clusters[one.ClusterID]
	if c != nil {
		task, err = object.NewClusterComputeResource(b.client, c.Self).AddHost(b.ctx, spec, true, nil, nil)
	} else {
		task, err = b.folders.HostFolder.AddStandaloneHost(b.ctx, spec, true, nil, nil)
	}
	if err != nil {
		return err
	}
	info, err := task.WaitForResult(b.ctx, nil)
	if err != nil {
		return err
	}

	h := simulator.Map.Get(info.Result.(types.ManagedObjectReference)).(*simulator.HostSystem)
	rename(h, one.ID, hostsOf(h))
	b.hosts[one.ID] = h
	setHost(h, one)
	setDevices(h, one.Devices)
	for _, name := range []string{"datastore1", "ssd", "nvme"} {
		if _, err = b.datastore(h, name); err != nil {
			return err
		}
	}
	return nil
}

// setHost sets what a host says of itself. Hosts share what the simulator gives them, so all of it is made new.
func setHost(h *simulator.HostSystem, one host) {
	product := *h.Summary.Config.Product
	product.Version, product.Build = one.Version, one.Build
	h.Summary.Config.Product, h.Config.Product = &product, product
	h.Capability = &types.HostCapability{DeviceRebindWithoutRebootSupported: types.NewBool(one.Rebind)}

	told := one.Hardware
	about := h.Summary.Hardware
	about.Vendor, about.Model, about.CpuModel = told.Manufacturer, told.Model, told.ProcessorType
	about.NumCpuCores, about.MemorySize = told.NumCPU, told.MemoryTotalMB<<20
	if told.NumCPU > 0 {
		about.CpuMhz = told.CPUTotalMhz / int32(told.NumCPU)
	}
	h.Summary.MaxEVCModeKey = told.MaxEvcMode
	h.Summary.QuickStats = types.HostListSummaryQuickStats{OverallCpuUsage: told.CPUUsageMhz, OverallMemoryUsage: told.MemoryUsageMB}
	h.Config.HyperThread = &types.HostHyperThreadScheduleInfo{Available: true, Active: told.Hyperthreading != nil && *told.Hyperthreading}
	h.Hardware.NumaInfo = numa(one)

	h.Runtime.ConnectionState = types.HostSystemConnectionStateConnected
	switch one.ConnectionState {
	case "maintenance":
		h.Runtime.InMaintenanceMode = true
	case "disconnected", "notResponding":
		h.Runtime.ConnectionState = types.HostSystemConnectionState(one.ConnectionState)
	}
	h.Runtime.PowerState = types.HostSystemPowerStatePoweredOn
	if one.PowerState != "" {
		h.Runtime.PowerState = types.HostSystemPowerState(one.PowerState)
	}
}

func numa(one host) *types.HostNumaInfo {
	info := &types.HostNumaInfo{Type: "NUMA", NumNodes: one.NumaNodes, NumaNode: make([]types.HostNumaNode, one.NumaNodes)}
	for i := range info.NumaNode {
		info.NumaNode[i].TypeId = byte(i)
	}
	for _, device := range one.Devices {
		if at := device.NumaNode; at != nil && *at >= 0 && *at < len(info.NumaNode) {
			info.NumaNode[*at].PciId = append(info.NumaNode[*at].PciId, device.Address)
		}
	}
	return info
}
