package main

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

var faultOf = types.TypeFunc()

func isFault(name string) bool {
	kind, ok := faultOf(name)
	return ok && reflect.PtrTo(kind).Implements(reflect.TypeOf((*types.BaseMethodFault)(nil)).Elem())
}

// answer is the SOAP fault of a breakage, as a server sends it that has not done what was asked.
func (b *breakage) answer(this types.ManagedObjectReference) *httptest.ResponseRecorder {
	detail := ""
	if strings.HasSuffix(b.Fault, "NoPermission") || b.PrivilegeID != "" {
		detail = fmt.Sprintf("<object type=%q>%s</object><privilegeId>%s</privilegeId>", this.Type, this.Value, escape(b.PrivilegeID))
	}
	said := httptest.NewRecorder()
	said.Header().Set("Content-Type", "text/xml; charset=utf-8")
	said.WriteHeader(http.StatusInternalServerError)
	fmt.Fprintf(said, `%s<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"`+
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode>`+
		`<faultstring>%[2]s</faultstring><detail><%[2]sFault xmlns="urn:vim25" xsi:type="%[2]s">%[3]s</%[2]sFault></detail>`+
		`</soapenv:Fault></soapenv:Body></soapenv:Envelope>`, xml.Header, b.Fault, detail)
	return said
}

func escape(text string) string {
	var out strings.Builder
	xml.EscapeText(&out, []byte(text))
	return out.String()
}

// controlSession is not of a client.
var controlSession = simulator.Session{UserSession: types.UserSession{Key: "control"}, Registry: simulator.NewRegistry()}

func sessionManager() *simulator.SessionManager {
	return controlSession.Get(simulator.Map.SessionManager().Self).(*simulator.SessionManager)
}

// sessions are the keys of all sessions, which are their cookies too.
func sessions() []string {
	list := sessionManager().SessionList
	keys := make([]string, 0, len(list))
	for _, one := range list {
		keys = append(keys, one.Key)
	}
	return keys
}

// expireSessions ends all sessions, as time and a restart of the server do.
func expireSessions() {
	sessionManager().TerminateSession(
		&simulator.Context{Map: simulator.Map, Session: &controlSession}, &types.TerminateSession{SessionId: sessions()})
}
