package main

import (
	"container/ring"
	"reflect"
	"unsafe"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// mostEvents is how many events a vCenter gives where it is not told how many; the simulator gives 10.
const mostEvents = 1000

type eventShadow struct {
	shadow
	events *simulator.EventManager
}

// QueryEvents gives as many events as a vCenter does.
func (s *eventShadow) QueryEvents(ctx *simulator.Context, asked *types.QueryEvents) soap.HasFault {
	if asked.Filter.MaxCount == 0 {
		asked.Filter.MaxCount = mostEvents
	}
	return behind(ctx, s.events, func(inner *simulator.Context) soap.HasFault { return s.events.QueryEvents(inner, asked) })
}

// forgetEvents removes the events of what made the inventory. The simulator keeps them to itself.
func forgetEvents() {
	kept := reflect.ValueOf(simulator.Map.EventManager()).Elem().FieldByName("page")
	page := *(**ring.Ring)(unsafe.Pointer(kept.UnsafeAddr()))
	for i := page.Len(); i > 0; i-- {
		page.Value = nil
		page = page.Next()
	}
}
