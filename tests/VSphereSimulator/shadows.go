package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// A shadow answers chosen methods in the place of an object of the simulator, which is found by its type alone and so cannot be replaced.
// The front sends those calls to the shadow, which is in the registry under the same value and a type of its own.

type shadow struct {
	Self types.ManagedObjectReference
}

func (s shadow) Reference() types.ManagedObjectReference { return s.Self }

// shadowed are the methods that each type's shadow answers.
var shadowed = map[string]map[string]bool{
	"HostSystem":      names("RebootHost_Task", "EnterMaintenanceMode_Task", "ExitMaintenanceMode_Task", "Destroy_Task"),
	"ComputeResource": names("Destroy_Task"),
	"EventManager":    names("QueryEvents"),
	"VirtualMachine": names("ReconfigVM_Task", "PowerOnVM_Task", "SuspendVM_Task", "CreateSnapshot_Task", "MigrateVM_Task",
		"RelocateVM_Task", "Rename_Task", "MarkAsTemplate", "MarkAsVirtualMachine", "UpgradeVM_Task"),
	"Folder":             names("CreateVM_Task"),
	"EnvironmentBrowser": names("QueryConfigTarget"),
	"Task":               names("CancelTask"),
}

func names(all ...string) map[string]bool {
	found := make(map[string]bool, len(all))
	for _, one := range all {
		found[one] = true
	}
	return found
}

// shadowOf is what answers a method in the place of an object; nil where the object does.
func shadowOf(this types.ManagedObjectReference, method string) *types.ManagedObjectReference {
	if !shadowed[this.Type][method] {
		return nil
	}
	behind := simulator.Map.Get(this)
	if behind == nil {
		return nil
	}
	own := shadow{types.ManagedObjectReference{Type: "Shadow" + this.Type, Value: this.Value}}
	if simulator.Map.Get(own.Self) == nil {
		if made := newShadow(own, behind); made != nil {
			simulator.Map.Put(made)
		} else {
			return nil
		}
	}
	return &own.Self
}

func newShadow(own shadow, behind mo.Reference) mo.Reference {
	switch object := behind.(type) {
	case *simulator.HostSystem:
		return &hostShadow{own, object}
	case *mo.ComputeResource:
		return &resourceShadow{own, object}
	case *simulator.EventManager:
		return &eventShadow{own, object}
	case *simulator.VirtualMachine:
		return &machineShadow{own, object}
	case *simulator.Folder:
		return &folderShadow{own, object}
	case *simulator.EnvironmentBrowser:
		return &browserShadow{own, object}
	case *simulator.Task:
		return &taskShadow{own, object}
	}
	return nil
}

// behind calls the object itself, under its lock and as if it had been called.
func behind(ctx *simulator.Context, object mo.Reference, call func(*simulator.Context) soap.HasFault) soap.HasFault {
	var answer soap.HasFault
	self := object.Reference()
	inner := *ctx
	inner.Caller = &self
	simulator.Map.WithLock(object, func() { answer = call(&inner) })
	return answer
}

// task runs what a method does as a task on an object, under the object's lock. The simulator's tasks have ended when they are answered;
// those that take time are made of them by the front.
func task(object mo.Reference, name string, run func() (types.AnyType, types.BaseMethodFault)) types.ManagedObjectReference {
	made := simulator.CreateTask(object, name, func(*simulator.Task) (types.AnyType, types.BaseMethodFault) { return run() })
	var ref types.ManagedObjectReference
	simulator.Map.WithLock(object, func() { ref = made.Run() })
	return ref
}

// failed is a task that ends with a fault.
func failed(object mo.Reference, name string, fault types.BaseMethodFault) types.ManagedObjectReference {
	return task(object, name, func() (types.AnyType, types.BaseMethodFault) { return nil, fault })
}
