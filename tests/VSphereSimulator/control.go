package main

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// control is what a test asks of the server beside vSphere's own calls, over HTTP on an address of its own.
type control struct {
	mutex   sync.Mutex
	latency time.Duration
	breaks  []*breakage
	calls   map[string]int
	bytes   int
	changes int // asked for since the start
}

// breakage is what happens instead of the next calls of a method: a fault, or an end of the connection without an answer.
type breakage struct {
	Method      string `json:"method"`
	Times       int    `json:"times"` // 1 where it is not told
	Fault       string `json:"type"`  // the fault's name, as NoPermission; none: the connection ends
	PrivilegeID string `json:"privilegeId"`
	After       bool   `json:"after"` // only after the call has done its work
}

type request struct {
	Latency *string   `json:"latency"`
	Fault   *breakage `json:"fault"`
	Drop    *breakage `json:"drop"`
	Expire  bool      `json:"expire"`
	Stop    bool      `json:"stop"`
}

// listen answers POST /control and GET /calls, and returns its address.
func (c *control) listen() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/control", c.change)
	mux.HandleFunc("/calls", c.report)
	go http.Serve(listener, mux)
	return listener.Addr().String(), nil
}

func (c *control) change(w http.ResponseWriter, r *http.Request) {
	var asked request
	reader := json.NewDecoder(r.Body)
	reader.DisallowUnknownFields()
	if err := reader.Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if asked.Latency != nil {
		latency, err := time.ParseDuration(*asked.Latency)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		c.latency = latency
	}
	for _, one := range []*breakage{asked.Fault, asked.Drop} {
		if one == nil {
			continue
		}
		if one.Times == 0 {
			one.Times = 1
		}
		if one.Fault != "" && !isFault(one.Fault) {
			http.Error(w, "no fault is called "+one.Fault, http.StatusBadRequest)
			return
		}
		c.breaks = append(c.breaks, one)
	}
	if asked.Expire {
		expireSessions()
	}
	if asked.Stop {
		os.Exit(0)
	}
}

// report answers how often each method was called since the last report, how many bytes were answered, and how many changes were asked for
// since the start.
func (c *control) report(w http.ResponseWriter, _ *http.Request) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	json.NewEncoder(w).Encode(map[string]interface{}{"calls": c.calls, "bytes": c.bytes, "changes": c.changes})
	c.calls, c.bytes = map[string]int{}, 0
}

func (c *control) delay() {
	c.mutex.Lock()
	latency := c.latency
	c.mutex.Unlock()
	time.Sleep(latency)
}

func (c *control) count(method string, bytes int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.calls[method]++
	if strings.HasSuffix(method, "_Task") || method == "UpdatePassthruConfig" || method == "UnregisterVM" {
		c.changes++
	}
	c.bytes += bytes
}

// take is what breaks this call, if anything does.
func (c *control) take(method string) *breakage {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for i, one := range c.breaks {
		if one.Method != method {
			continue
		}
		if one.Times--; one.Times == 0 {
			c.breaks = append(c.breaks[:i:i], c.breaks[i+1:]...)
		}
		return one
	}
	return nil
}
