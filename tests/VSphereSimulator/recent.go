package main

import (
	"net/http"
	"reflect"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

type taskShadow struct {
	shadow
	task *simulator.Task
}

// CancelTask stops a task that runs.
func (s *taskShadow) CancelTask(ctx *simulator.Context, asked *types.CancelTask) soap.HasFault {
	stop, ok := running.Load(s.task.Self)
	if !ok {
		return &methods.CancelTaskBody{Fault_: simulator.Fault("The task has ended", &types.InvalidState{})}
	}
	tell(s.task, types.PropertyChange{Name: "info.cancelled", Val: true})
	select {
	case stop.(chan struct{}) <- struct{}{}:
	default:
	}
	return &methods.CancelTaskBody{Res: &types.CancelTaskResponse{}}
}

// forget removes tasks that nobody asked for.
func forget(tasks ...types.ManagedObjectReference) {
	manager := simulator.Map.Get(*simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content.TaskManager).(*simulator.TaskManager)
	gone := map[types.ManagedObjectReference]bool{}
	for _, one := range tasks {
		gone[one] = true
		simulator.Map.Remove(one)
	}
	manager.Lock()
	defer manager.Unlock()
	var kept []types.ManagedObjectReference
	for _, one := range manager.RecentTask {
		if !gone[one] {
			kept = append(kept, one)
		}
	}
	simulator.Map.Update(manager, []types.PropertyChange{{Name: "recentTask", Val: kept}})
}

// forgetAll removes the tasks that made the inventory.
func forgetAll() {
	manager := simulator.Map.Get(*simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content.TaskManager).(*simulator.TaskManager)
	forget(append([]types.ManagedObjectReference{}, manager.RecentTask...)...)
}

var serviceInstance = types.ManagedObjectReference{Type: "ServiceInstance", Value: "ServiceInstance"}

// hasSession says whether a call comes with the cookie of a session that lives.
func hasSession(r *http.Request) bool {
	cookie, err := r.Cookie(soap.SessionCookieName)
	if err != nil {
		return false
	}
	for _, one := range sessions() {
		if one == cookie.Value {
			return true
		}
	}
	return false
}

func faultNamed(name string) types.BaseMethodFault {
	if isFault(name) {
		kind, _ := faultOf(name)
		return reflect.New(kind).Interface().(types.BaseMethodFault)
	}
	return &types.SystemError{Reason: name}
}
