//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// RotationStep is the next step of a rotation, as JSON and as text.
func RotationStep(facts []byte) (json, text []byte, failure Failure) {
	data, size := borrow(facts)
	var cJSON, cText C.signkey_buffer
	cFailure := noFailure()
	C.signkey_rotation_step(data, size, &cJSON, &cText, &cFailure)
	return take(&cJSON), take(&cText), failureOf(cFailure)
}

// ReadIntrospection is what an app says of itself, as JSON.
func ReadIntrospection(body []byte) (json []byte, failure Failure) {
	data, size := borrow(body)
	var out C.signkey_buffer
	cFailure := noFailure()
	C.signkey_introspection_read(data, size, &out, &cFailure)
	return take(&out), failureOf(cFailure)
}
