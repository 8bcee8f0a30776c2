//go:build cgo

// Package ffi is signkey's C API in the types of Go: the one package that has unsafe code. It
// decides nothing, keeps no pointer, and leaves the lifetime of handles to its callers.
package ffi

// #include "signkey.h"
import "C"

import "unsafe"

// DefaultWindow is the tolerance on each side of the clock, in seconds.
const DefaultWindow = C.SIGNKEY_WINDOW_DEFAULT

// DefaultJSONSize is the largest JSON document to canonicalize, in bytes.
const DefaultJSONSize = C.SIGNKEY_JSON_SIZE_DEFAULT

// lend gives bytes to C for the time of a call. Nil and empty slices are the same.
func lend(data []byte) (*C.uint8_t, C.size_t) {
	return (*C.uint8_t)(unsafe.SliceData(data)), C.size_t(len(data))
}

// lendText gives a text to C for the time of a call; the empty one is NULL and 0, which is absent
// where C knows absence.
func lendText(text string) (*C.uint8_t, C.size_t) {
	if text == "" {
		return nil, 0
	}
	return (*C.uint8_t)(unsafe.StringData(text)), C.size_t(len(text))
}

// emptyText is where an empty text that is present begins.
var emptyText C.uint8_t

// Header is the value of a header.
type Header struct {
	Value   string
	Present bool
}

func (h Header) lend() (*C.uint8_t, C.size_t) {
	if h.Present && h.Value == "" {
		return &emptyText, 0
	}
	return lendText(h.Value)
}
