package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
)

// pager cuts answers of the PropertyCollector into pages, which the simulator does not: of as many objects as the call asks for, or as the
// server allows where that is less.
type pager struct {
	most  int // objects in a page; 0: as many as there are
	mutex sync.Mutex
	made  int
	rest  map[string]*page
}

// page is what is yet to come of an answer: its objects, and what stands before and after them.
type page struct {
	before, after []byte
	objects       [][]byte
	version       string // what the answer is of, once all of it was given
}

// paged answers a call in pages, where it is one that is.
func (f *front) paged(c *call) *httptest.ResponseRecorder {
	var item, limit, key string
	switch c.method {
	case "RetrievePropertiesEx", "ContinueRetrievePropertiesEx":
		item, limit, key = "objects", "maxObjects", "token"
	case "WaitForUpdatesEx":
		item, limit, key = "objectSet", "maxObjectUpdates", "version"
	default:
		return f.answer(c)
	}
	if !hasSession(c.request) {
		return f.answer(c)
	}

	size, _ := strconv.Atoi(textIn(c.body, limit))
	if f.pages.most > 0 && (size == 0 || size > f.pages.most) {
		size = f.pages.most
	}
	if rest := f.pages.take(textIn(c.body, key)); rest != nil {
		return f.pages.give(c.method, rest, size)
	}
	if c.method == "ContinueRetrievePropertiesEx" {
		return (&breakage{Fault: "InvalidArgument"}).answer(c.this)
	}
	said := f.answer(c)
	if size == 0 || said.Code != http.StatusOK {
		return said
	}
	whole := cut(said.Body.Bytes(), item)
	if len(whole.objects) <= size {
		return said
	}
	return f.pages.give(c.method, whole, size)
}

func (p *pager) take(key string) *page {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	rest := p.rest[key]
	delete(p.rest, key)
	return rest
}

// give answers the first objects of what is left, and keeps the others.
func (p *pager) give(method string, left *page, size int) *httptest.ResponseRecorder {
	key := ""
	objects := left.objects
	if size > 0 && len(objects) > size {
		p.mutex.Lock()
		p.made++
		key = fmt.Sprintf("page-%d", p.made)
		p.rest[key] = &page{left.before, left.after, objects[size:], left.version}
		p.mutex.Unlock()
		objects = objects[:size]
	}

	before, after := left.before, left.after
	switch {
	case method == "WaitForUpdatesEx" && key != "":
		before = bytes.Replace(before, []byte("<version>"+left.version+"<"), []byte("<version>"+key+"<"), 1)
		after = bytes.Replace(after, []byte("</filterSet>"), []byte("</filterSet><truncated>true</truncated>"), 1)
	case method != "WaitForUpdatesEx":
		if key != "" {
			before = bytes.Replace(before, []byte("<returnval>"), []byte("<returnval><token>"+key+"</token>"), 1)
		}
		// A page is of the first call's answer, and is named after the call that asks for it.
		before = bytes.Replace(before, []byte("<RetrieveProp"), []byte("<"+method[:len(method)-len("RetrievePropertiesEx")]+"RetrieveProp"), 1)
		after = bytes.Replace(after, []byte("</RetrieveProp"), []byte("</"+method[:len(method)-len("RetrievePropertiesEx")]+"RetrieveProp"), 1)
	}
	said := httptest.NewRecorder()
	said.Header().Set("Content-Type", "text/xml; charset=utf-8")
	said.Write(before)
	for _, one := range objects {
		said.Write(one)
	}
	said.Write(after)
	return said
}

// cut finds the objects in an answer, which do not nest; in texts there is no tag.
func cut(answer []byte, item string) *page {
	found := &page{before: answer, version: textIn(answer, "version")}
	open, close := []byte("<"+item+">"), []byte("</"+item+">")
	for rest := answer; ; {
		start := bytes.Index(rest, open)
		if start < 0 {
			found.after = rest
			return found
		}
		if len(found.objects) == 0 {
			found.before = answer[:start]
		}
		end := start + bytes.Index(rest[start:], close) + len(close)
		found.objects = append(found.objects, rest[start:end])
		rest = rest[end:]
	}
}

// textIn is the text of the first element of a name.
func textIn(document []byte, name string) string {
	reader := xml.NewDecoder(bytes.NewReader(document))
	for {
		token, err := reader.Token()
		if err != nil {
			return ""
		}
		if element, ok := token.(xml.StartElement); ok && element.Name.Local == name {
			var text string
			reader.DecodeElement(&text, &element)
			return text
		}
	}
}
