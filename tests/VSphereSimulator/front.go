package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// front stands between the clients and the simulator: it counts, delays and breaks calls, and hands those that the simulator lacks, or does
// without looking, to a shadow of the object that is called.
type front struct {
	simulator http.Handler
	control   *control
	time      time.Duration // that a task takes
	pages     pager
}

// start puts a front before a server.
func start(server *simulator.Server, c *control, taskTime time.Duration, most int) *front {
	f := &front{simulator: server.Config.Handler, control: c, time: taskTime, pages: pager{most: most, rest: map[string]*page{}}}
	server.Config.Handler = f
	return f
}

func thumbprint(server *simulator.Server) string {
	sum := sha256.Sum256(server.Certificate().Raw)
	return hex.EncodeToString(sum[:])
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost {
		http.Error(w, "only SOAP is spoken here", http.StatusMethodNotAllowed)
		return
	}

	c := readCall(r, body)
	f.control.delay()
	if drop := f.control.take(c.method); drop != nil {
		if drop.After {
			f.answer(c)
		}
		if drop.Fault == "" {
			panic(http.ErrAbortHandler) // the connection ends without an answer
		}
		write(w, drop.answer(c.this))
		return
	}

	said := f.taskTime(c)
	if said == nil {
		said = f.paged(c)
	}
	f.control.count(c.method, said.Body.Len())
	write(w, said)
}

func write(w http.ResponseWriter, said *httptest.ResponseRecorder) {
	for name, values := range said.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(said.Code)
	w.Write(said.Body.Bytes())
}

// answer has the simulator, or a shadow of the object, answer a call.
func (f *front) answer(c *call) *httptest.ResponseRecorder {
	if shadow := shadowOf(c.this, c.method); shadow != nil {
		c = c.on(*shadow)
	}
	said := httptest.NewRecorder()
	r := c.request.Clone(c.request.Context())
	body := c.body
	if c.method == "ReconfigVM_Task" {
		body = emptyAnnotation.ReplaceAll(body, []byte("<annotation>"+noAnnotation+"</annotation>"))
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.simulator.ServeHTTP(said, r)
	return said
}

// call is a SOAP request: what is called, and on what.
type call struct {
	request *http.Request
	body    []byte
	method  string
	this    types.ManagedObjectReference
	at      [2]int64 // where in the body the start tag of _this is
}

func readCall(r *http.Request, body []byte) *call {
	c := &call{request: r, body: body}
	reader := xml.NewDecoder(bytes.NewReader(body))
	inBody := false
	for {
		before := reader.InputOffset()
		token, err := reader.Token()
		if err != nil {
			return c
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch {
		case element.Name.Local == "_this":
			for _, one := range element.Attr {
				if one.Name.Local == "type" && one.Name.Space == "" {
					c.this.Type = one.Value
				}
			}
			c.at = [2]int64{before, reader.InputOffset()}
			if text, err := reader.Token(); err == nil {
				if value, ok := text.(xml.CharData); ok {
					c.this.Value = string(value)
				}
			}
			return c
		case element.Name.Local == "Body":
			inBody = true
		case inBody && c.method == "":
			c.method = element.Name.Local
		}
	}
}

// on is the same call on another object.
func (c *call) on(other types.ManagedObjectReference) *call {
	moved := *c
	tag := []byte("<_this type=\"" + other.Type + "\">")
	moved.body = append(append(append([]byte{}, c.body[:c.at[0]]...), tag...), c.body[c.at[1]:]...)
	moved.this = other
	return &moved
}
