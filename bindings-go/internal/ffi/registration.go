//go:build cgo

package ffi

// #include "signkey.h"
import "C"

import (
	"bytes"
	"unsafe"
)

// Registration is a C object. One thread at a time may use it, and none after FreeRegistration.
type Registration C.signkey_registration

func (r *Registration) c() *C.signkey_registration {
	return (*C.signkey_registration)(r)
}

// NewRegistration begins a sync with a request that was admitted. It keeps what it needs of its
// arguments.
func NewRegistration(
	config *Config, app App, admission *Admission, query string,
) (*Registration, Failure) {
	var b borrower
	defer b.Unpin()
	data, size := borrowText(query)
	var registration *C.signkey_registration
	failure := noFailure()
	C.signkey_config_registration(
		config.c(), app.borrow(&b), &admission.admission, data, size, &registration, &failure)
	return (*Registration)(registration), failureOf(failure)
}

// FreeRegistration ends a registration and clears its credential from memory.
func FreeRegistration(registration *Registration) {
	C.signkey_registration_free(registration.c())
}

// RegistrationState is how far a sync is.
type RegistrationState uint32

// The states.
const (
	StateRegister RegistrationState = C.SIGNKEY_SYNC_REGISTER
	StateInBand   RegistrationState = C.SIGNKEY_SYNC_IN_BAND
	StateDone     RegistrationState = C.SIGNKEY_SYNC_DONE
)

// StateOf says how far a sync is.
func StateOf(registration *Registration) RegistrationState {
	var state C.signkey_sync_state
	C.signkey_registration_state(registration.c(), &state)
	return RegistrationState(state)
}

// RegisterRequest is a request to the platform. One of its fields is a secret.
type RegisterRequest struct {
	Method, URL string
	Fields      []Field
}

// RegisterRequestOf is what to send to the platform.
func RegisterRequestOf(registration *Registration) (RegisterRequest, Failure) {
	request := C.signkey_register_request{size: C.sizeof_signkey_register_request}
	failure := noFailure()
	C.signkey_registration_request(registration.c(), &request, &failure)
	if failure.status != C.SIGNKEY_OK {
		return RegisterRequest{}, failureOf(failure)
	}
	return RegisterRequest{
		Method: copied(request.method),
		URL:    copied(request.url),
		Fields: copiedFields(request.headers, request.header_count),
	}, Failure{}
}

// Answer takes the platform's answer; a status of 0 stands for none.
func Answer(registration *Registration, httpStatus uint32, body []byte) Failure {
	data, size := borrow(body)
	return statusOnly(C.signkey_registration_answer(
		registration.c(), C.uint32_t(httpStatus), data, size))
}

// Outcome says how a sync ended that was not in band.
func Outcome(registration *Registration) (message string, modified bool, failure Failure) {
	var cMessage C.signkey_slice
	var cModified C.bool
	status := C.signkey_registration_outcome(registration.c(), &cMessage, &cModified)
	return copied(cMessage), bool(cModified), statusOnly(status)
}

// SyncResponse is the response to the request that began a sync.
type SyncResponse struct {
	Status int
	Fields []Field
	Body   []byte
}

// SyncResponseOf is what to answer. The configuration is nil unless the sync is in band.
func SyncResponseOf(
	registration *Registration, configuration []byte, timestamp uint64,
) (SyncResponse, Failure) {
	var b borrower
	defer b.Unpin()
	data, size := borrow(configuration)
	if configuration != nil && data == nil {
		data = &emptyText
	}
	// The response refers to it.
	b.slice(data, size)
	response := C.signkey_sync_response{size: C.sizeof_signkey_sync_response}
	failure := noFailure()
	C.signkey_registration_response(
		registration.c(), data, size, C.uint64_t(timestamp), &response, &failure)
	if failure.status != C.SIGNKEY_OK {
		return SyncResponse{}, failureOf(failure)
	}
	return SyncResponse{
		Status: int(response.http_status),
		Fields: copiedFields(response.headers, response.header_count),
		Body:   bytes.Clone(unsafe.Slice((*byte)(response.body.data), response.body.len)),
	}, Failure{}
}
