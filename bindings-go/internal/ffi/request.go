//go:build cgo

package ffi

// #include "signkey.h"
import "C"

import "strings"

// Request is a request as a server receives it.
type Request struct {
	Method, Query string
	Header        map[string][]string
	Body          []byte
}

// lend gives a request to C.
func (r *Request) lend(l *lender) *C.signkey_request {
	lent := &C.signkey_request{
		size:   C.sizeof_signkey_request,
		method: l.text(r.Method),
		query:  l.text(r.Query),
		body:   l.bytes(r.Body),
	}
	fields := make([]Field, 0, 4)
	for name, values := range r.Header {
		if !isOurs(name) {
			continue
		}
		for _, value := range values {
			fields = append(fields, Field{Name: name, Value: value})
		}
	}
	lent.headers, lent.header_count = l.fields(fields)
	return lent
}

// isOurs picks the headers that C may look at.
func isOurs(name string) bool {
	const prefix = "X-Inngest-"
	return len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix)
}
