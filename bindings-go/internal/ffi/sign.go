//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// Signing says with which key of a keyring to sign, and when, in seconds since 1970-01-01 00:00
// UTC.
type Signing struct {
	KeyIndex  uint32
	Timestamp uint64
}

// SignRequest signs the canonical form of a body.
func SignRequest(keyring *Keyring, body []byte, with Signing) (string, Failure) {
	data, size := borrow(body)
	var out headerOut
	failure := noFailure()
	C.signkey_sign_request(
		keyring.c(), C.uint32_t(with.KeyIndex), data, size, C.uint64_t(with.Timestamp), &out[0], &failure)
	return out.text(failure), failureOf(failure)
}

// SignResponse signs a response as it is sent.
func SignResponse(keyring *Keyring, body []byte, with Signing) (string, Failure) {
	data, size := borrow(body)
	var out headerOut
	failure := noFailure()
	C.signkey_sign_response(
		keyring.c(), C.uint32_t(with.KeyIndex), data, size, C.uint64_t(with.Timestamp), &out[0], &failure)
	return out.text(failure), failureOf(failure)
}

// SignRaw signs bytes as they are.
func SignRaw(keyring *Keyring, body []byte, with Signing) (string, Failure) {
	data, size := borrow(body)
	var out headerOut
	failure := noFailure()
	C.signkey_sign_raw(
		keyring.c(), C.uint32_t(with.KeyIndex), data, size, C.uint64_t(with.Timestamp), &out[0], &failure)
	return out.text(failure), failureOf(failure)
}

type headerOut [C.SIGNKEY_HEADER_MAX]C.char

func (out *headerOut) text(failure C.signkey_failure) string {
	if failure.status != C.SIGNKEY_OK {
		return ""
	}
	return C.GoString(&out[0])
}
