//go:build cgo

// Package ffi is signkey's C API in the types of Go: the one package that has unsafe code. It
// decides nothing, keeps no pointer, and leaves the lifetime of handles to its callers.
package ffi

// #include "signkey.h"
import "C"

import "unsafe"

// SignatureHeader is the header that holds the signature of a request or of a response.
const SignatureHeader = C.SIGNKEY_SIGNATURE_HEADER

// AuthorizationHeader is the header that holds the credential of a call to the platform's API.
const AuthorizationHeader = C.SIGNKEY_AUTHORIZATION_HEADER

// DefaultWindow is the tolerance on each side of the clock, in seconds.
const DefaultWindow = C.SIGNKEY_WINDOW_DEFAULT

// DefaultJSONSize is the largest JSON document to canonicalize, in bytes.
const DefaultJSONSize = C.SIGNKEY_JSON_SIZE_DEFAULT

// AnswerSizeMax is the largest answer of the platform to a registration that is read, in bytes.
const AnswerSizeMax = C.SIGNKEY_ANSWER_SIZE_MAX

// borrow hands bytes to C for the time of a call. Nil and empty slices are the same.
func borrow(data []byte) (*C.uint8_t, C.size_t) {
	return (*C.uint8_t)(unsafe.SliceData(data)), C.size_t(len(data))
}

// borrowText hands a text to C for the time of a call; the empty one is NULL and 0, which is absent
// where C knows absence.
func borrowText(text string) (*C.uint8_t, C.size_t) {
	if text == "" {
		return nil, 0
	}
	return (*C.uint8_t)(unsafe.StringData(text)), C.size_t(len(text))
}

// borrowPresent hands over a text that is present, even if it is empty.
func borrowPresent(text string) (*C.uint8_t, C.size_t) {
	if text == "" {
		return &emptyText, 0
	}
	return borrowText(text)
}

// emptyText is where an empty text that is present begins.
var emptyText C.uint8_t

// Header is the value of a header.
type Header struct {
	Value   string
	Present bool
}

func (h Header) borrow() (*C.uint8_t, C.size_t) {
	if !h.Present {
		return nil, 0
	}
	return borrowPresent(h.Value)
}
