//go:build cgo

package ffi

/*
#cgo nocallback signkey_handshake_begin
#cgo nocallback signkey_handshake_state
#cgo nocallback signkey_handshake_request
#cgo noescape signkey_handshake_answer
#cgo nocallback signkey_handshake_answer
#cgo nocallback signkey_handshake_outcome
#cgo nocallback signkey_handshake_response
#cgo nocallback signkey_handshake_free
#include "signkey.h"
*/
import "C"

import (
	"bytes"
	"unsafe"
)

// Handshake is a C object. One thread at a time may use it, and none after FreeHandshake.
type Handshake C.signkey_handshake

func (h *Handshake) c() *C.signkey_handshake {
	return (*C.signkey_handshake)(h)
}

// BeginHandshake judges a request and begins a sync. It keeps what it needs of its arguments.
func BeginHandshake(
	config *Config, auth *APIAuth, app App, endpoint *Endpoint, request Request, now uint64,
) (*Handshake, Failure) {
	var l lender
	defer l.Unpin()
	var handshake *C.signkey_handshake
	failure := noFailure()
	C.signkey_handshake_begin(config.c(), auth.c(), app.lend(&l), endpoint.c(), request.lend(&l),
		C.uint64_t(now), &handshake, &failure)
	return (*Handshake)(handshake), failureOf(failure)
}

// FreeHandshake ends a handshake and clears its credential from memory.
func FreeHandshake(handshake *Handshake) {
	C.signkey_handshake_free(handshake.c())
}

// HandshakeState is how far a sync is.
type HandshakeState uint32

// The states.
const (
	HandshakeRegister HandshakeState = C.SIGNKEY_SYNC_REGISTER
	HandshakeInBand   HandshakeState = C.SIGNKEY_SYNC_IN_BAND
	HandshakeDone     HandshakeState = C.SIGNKEY_SYNC_DONE
)

// StateOf says how far a sync is.
func StateOf(handshake *Handshake) (HandshakeState, Failure) {
	var state C.signkey_sync_state
	status := C.signkey_handshake_state(handshake.c(), &state)
	return HandshakeState(state), statusOnly(status)
}

// Registration is a request to the platform. One of its fields is a secret.
type Registration struct {
	URL    string
	Fields []Field
}

// RegistrationOf is what to send to the platform.
func RegistrationOf(handshake *Handshake) (Registration, Failure) {
	lent, failure := C.signkey_registration{size: C.sizeof_signkey_registration}, noFailure()
	C.signkey_handshake_request(handshake.c(), &lent, &failure)
	if failure.status != C.SIGNKEY_OK {
		return Registration{}, failureOf(failure)
	}
	fields := receivedFields(lent.headers, lent.header_count)
	return Registration{URL: received(lent.url), Fields: fields}, Failure{}
}

// AnswerHandshake takes the platform's answer; a status of 0 stands for none.
func AnswerHandshake(handshake *Handshake, httpStatus uint32, body []byte) Failure {
	data, size := lend(body)
	return statusOnly(C.signkey_handshake_answer(handshake.c(), C.uint32_t(httpStatus), data, size))
}

// Outcome says how a sync ended that was not in band.
func Outcome(handshake *Handshake) (message string, modified bool, failure Failure) {
	var cMessage C.signkey_slice
	var cModified C.bool
	status := C.signkey_handshake_outcome(handshake.c(), &cMessage, &cModified)
	return received(cMessage), bool(cModified), statusOnly(status)
}

// Response is the response to the request that began a sync.
type Response struct {
	Status int
	Fields []Field
	Body   []byte
}

// ResponseOf is what to answer. The configuration is nil unless the sync is in band.
func ResponseOf(handshake *Handshake, configuration []byte, now uint64) (Response, Failure) {
	var l lender
	defer l.Unpin()
	body := l.bytes(configuration)
	if configuration != nil && body.data == nil {
		body.data = &emptyText
	}
	lent, failure := C.signkey_response{size: C.sizeof_signkey_response}, noFailure()
	C.signkey_handshake_response(
		handshake.c(), body.data, body.len, C.uint64_t(now), &lent, &failure)
	if failure.status != C.SIGNKEY_OK {
		return Response{}, failureOf(failure)
	}
	response := Response{
		Status: int(lent.http_status),
		Fields: receivedFields(lent.headers, lent.header_count),
		Body:   bytes.Clone(unsafe.Slice((*byte)(lent.body.data), lent.body.len)),
	}
	return response, Failure{}
}
