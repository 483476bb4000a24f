package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// steps is how often a task tells how far it is.
const steps = 4

// running are the tasks that have not ended, each with what stops it.
var running sync.Map // of types.ManagedObjectReference to chan struct{}

// taskTime lets a task take time: the call is answered with a task that runs, the call is done at its end, and its own task, which has ended
// then, is copied. A task that is stopped before has done nothing.
func (f *front) taskTime(c *call) *httptest.ResponseRecorder {
	object := simulator.Map.Get(c.this)
	if f.time == 0 || object == nil || !strings.HasSuffix(c.method, "_Task") || !hasSession(c.request) {
		return nil
	}
	outer := simulator.CreateTask(object, strings.TrimSuffix(c.method, "_Task")+"Task", nil)
	outer.Info.Cancelable = true
	stop := make(chan struct{}, 1)
	running.Store(outer.Self, stop)
	tell(outer, types.PropertyChange{Name: "info.startTime", Val: time.Now()},
		types.PropertyChange{Name: "info.state", Val: types.TaskInfoStateRunning},
		types.PropertyChange{Name: "info.progress", Val: int32(0)})
	go f.run(c, outer, stop)

	said := httptest.NewRecorder()
	said.Header().Set("Content-Type", "text/xml; charset=utf-8")
	fmt.Fprintf(said, `%s<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>`+
		`<%[2]sResponse xmlns="urn:vim25"><returnval type="Task">%[3]s</returnval></%[2]sResponse></soapenv:Body></soapenv:Envelope>`,
		xml.Header, c.method, outer.Self.Value)
	return said
}

func (f *front) run(c *call, outer *simulator.Task, stop chan struct{}) {
	defer running.Delete(outer.Self)
	for i := 1; i <= steps; i++ {
		select {
		case <-stop:
			end(outer, nil, &types.LocalizedMethodFault{Fault: &types.RequestCanceled{}, LocalizedMessage: "The task was canceled by a user."})
			return
		case <-time.After(f.time / steps):
			tell(outer, types.PropertyChange{Name: "info.progress", Val: int32(100 * i / (steps + 1))})
		}
	}
	said := f.answer(c)
	inner, fault := ended(said)
	if inner == nil {
		end(outer, nil, fault)
		return
	}
	for isRunning(inner) {
		select {
		case <-stop:
			if waits, ok := running.Load(inner.Self); ok {
				waits.(chan struct{}) <- struct{}{}
			}
		case <-time.After(10 * time.Millisecond):
		}
	}
	end(outer, inner.Info.Result, inner.Info.Error)
	forget(inner.Self)
}

// ended is the task that an answer names, or the fault that it is.
func ended(said *httptest.ResponseRecorder) (*simulator.Task, *types.LocalizedMethodFault) {
	reader := xml.NewDecoder(bytes.NewReader(said.Body.Bytes()))
	message := ""
	for {
		token, err := reader.Token()
		if err != nil {
			return nil, &types.LocalizedMethodFault{Fault: &types.SystemError{}, LocalizedMessage: "no answer"}
		}
		element, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case element.Name.Local == "returnval":
			var value string
			reader.DecodeElement(&value, &element)
			inner, _ := simulator.Map.Get(types.ManagedObjectReference{Type: "Task", Value: value}).(*simulator.Task)
			return inner, nil
		case element.Name.Local == "faultstring":
			reader.DecodeElement(&message, &element)
		case said.Code != http.StatusOK && strings.HasSuffix(element.Name.Local, "Fault") && element.Name.Local != "Fault":
			return nil, &types.LocalizedMethodFault{Fault: faultNamed(strings.TrimSuffix(element.Name.Local, "Fault")), LocalizedMessage: message}
		}
	}
}

func isRunning(t *simulator.Task) bool {
	is := false
	simulator.Map.WithLock(t, func() { is = t.Info.State == types.TaskInfoStateRunning })
	return is
}

func tell(t *simulator.Task, changes ...types.PropertyChange) {
	simulator.Map.WithLock(t, func() { simulator.Map.Update(t, changes) })
}

func end(t *simulator.Task, result types.AnyType, fault *types.LocalizedMethodFault) {
	state := types.TaskInfoStateSuccess
	changes := []types.PropertyChange{{Name: "info.completeTime", Val: time.Now()}}
	if fault != nil {
		state = types.TaskInfoStateError
		changes = append(changes, types.PropertyChange{Name: "info.error", Val: *fault})
	}
	if result != nil {
		changes = append(changes, types.PropertyChange{Name: "info.result", Val: result})
	}
	tell(t, append(changes, types.PropertyChange{Name: "info.state", Val: state})...)
}
