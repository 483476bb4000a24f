package main

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
)

// document is one of our inventory files, as far as a vCenter of Debian's simulator can show it.
type document struct {
	Clusters []cluster `json:"clusters"`
	Hosts    []host    `json:"hosts"`
	Machines []machine `json:"vms"`
}

type cluster struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Services struct {
		DrsEnabled          *bool  `json:"drsEnabled"`
		DrsAutomationLevel  string `json:"drsAutomationLevel"`
		HaEnabled           *bool  `json:"haEnabled"`
		HaFailoverLevel     int32  `json:"haFailoverLevel"`
		HaAdmissionControl  *bool  `json:"haAdmissionControlEnabled"`
		HaIsolationResponse string `json:"haIsolationResponse"`
		HaRestartPriority   string `json:"haRestartPriority"`
		EvcMode             string `json:"evcMode"`
	} `json:"services"`
}

type host struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	ClusterID       string `json:"clusterId"`
	ConnectionState string `json:"connectionState"`
	PowerState      string `json:"powerState"`
	Version         string `json:"version"`
	Build           string `json:"build"`
	Rebind          bool   `json:"rebindWithoutReboot"`
	NumaNodes       int32  `json:"numaNodes"`
	Hardware        struct {
		Manufacturer   string `json:"manufacturer"`
		Model          string `json:"model"`
		ProcessorType  string `json:"processorType"`
		NumCPU         int16  `json:"numCpu"`
		CPUTotalMhz    int32  `json:"cpuTotalMhz"`
		CPUUsageMhz    int32  `json:"cpuUsageMhz"`
		MemoryTotalMB  int64  `json:"memoryTotalMB"`
		MemoryUsageMB  int32  `json:"memoryUsageMB"`
		Hyperthreading *bool  `json:"hyperthreadingActive"`
		MaxEvcMode     string `json:"maxEvcMode"`
	} `json:"hardware"`
	Devices []device `json:"devices"`
}

// device is a PCI device of a host; ids are "0x10de".
type device struct {
	Address          string `json:"address"`
	VendorID         string `json:"vendorId"`
	DeviceID         string `json:"deviceId"`
	SubVendorID      string `json:"subVendorId"`
	SubDeviceID      string `json:"subDeviceId"`
	ClassID          string `json:"classId"`
	VendorName       string `json:"vendorName"`
	Name             string `json:"name"`
	ParentAddress    string `json:"parentAddress"`
	DependentAddress string `json:"dependentAddress"`
	NumaNode         *int   `json:"numaNode"`
	Capable          bool   `json:"passthroughCapable"`
	Mode             string `json:"mode"`
	ActiveMode       string `json:"activeMode"`
	HardwareLabel    string `json:"hardwareLabel"`
	DeviceClass      string `json:"deviceClass"`
}

type machine struct {
	ID              string            `json:"id"`
	Name            string            `json:"name"`
	UUID            string            `json:"uuid"`
	InstanceUUID    string            `json:"instanceUuid"`
	HostID          string            `json:"hostId"`
	IsTemplate      bool              `json:"isTemplate"`
	PowerState      string            `json:"powerState"`
	NumCPU          int32             `json:"numCpu"`
	CoresPerSocket  int32             `json:"coresPerSocket"`
	MemoryMB        int32             `json:"memoryMB"`
	ReservationMB   int64             `json:"memoryReservationMB"`
	LockedToMax     bool              `json:"memoryReservationLockedToMax"`
	ReservationMhz  int64             `json:"cpuReservationMhz"`
	Firmware        string            `json:"firmware"`
	HardwareVersion int               `json:"hardwareVersion"`
	Datastore       string            `json:"datastore"`
	GuestID         string            `json:"guestId"`
	Notes           string            `json:"notes"`
	Settings        map[string]string `json:"advancedSettings"`
	Snapshots       []snapshot        `json:"snapshots"`
	Devices         []attachment      `json:"devices"`
}

type snapshot struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Memory      bool   `json:"memory"`
}

type attachment struct {
	Key            int32             `json:"key"`
	Technology     string            `json:"technology"`
	Address        string            `json:"address"`
	VendorID       string            `json:"vendorId"`
	DeviceID       string            `json:"deviceId"`
	AllowedDevices []string          `json:"allowedDevices"`
	HardwareLabel  string            `json:"hardwareLabel"`
	DeviceClass    string            `json:"deviceClass"`
	Parameters     map[string]string `json:"configParameters"`
}

func readDocument(path string) (*document, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	read := new(document)
	return read, json.Unmarshal(text, read)
}

// number reads "0x10de", "10de" and "".
func number(text string) int64 {
	read, _ := strconv.ParseInt(strings.TrimPrefix(text, "0x"), 16, 64)
	return read
}
