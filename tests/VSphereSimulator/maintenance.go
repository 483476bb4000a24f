package main

import (
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// waitingTask puts a host into maintenance mode when no machine runs on it any more; it ends without that when it is stopped, or when the
// time is up that was asked for (in seconds; 0: never).
func waitingTask(h *simulator.HostSystem, timeout int32) types.ManagedObjectReference {
	made := simulator.CreateTask(h, "enterMaintenanceMode", nil)
	made.Info.Cancelable = true
	stop := make(chan struct{}, 1)
	running.Store(made.Self, stop)
	tell(made, types.PropertyChange{Name: "info.startTime", Val: time.Now()},
		types.PropertyChange{Name: "info.state", Val: types.TaskInfoStateRunning})
	go func() {
		defer running.Delete(made.Self)
		var late <-chan time.Time
		if timeout > 0 {
			late = time.After(time.Duration(timeout) * time.Second)
		}
		for {
			select {
			case <-stop:
				end(made, nil, &types.LocalizedMethodFault{Fault: &types.RequestCanceled{}, LocalizedMessage: "The task was canceled by a user."})
				return
			case <-late:
				end(made, nil, &types.LocalizedMethodFault{Fault: &types.Timedout{}, LocalizedMessage: "Operation timed out."})
				return
			case <-time.After(10 * time.Millisecond):
			}
			if anyOn(h) {
				continue
			}
			simulator.Map.WithLock(h, func() {
				simulator.Map.Update(h, []types.PropertyChange{{Name: "runtime.inMaintenanceMode", Val: true}})
			})
			end(made, nil, nil)
			return
		}
	}()
	return made.Self
}

func anyOn(h *simulator.HostSystem) bool {
	for _, vm := range machinesOn(h) {
		if isOn(vm) {
			return true
		}
	}
	return false
}
