//go:build cgo

package ffi

// #include "signkey.h"
import "C"

import (
	"bytes"
	"unsafe"
)

// Canonicalize brings JSON into canonical form, in memory of Go. A maxSize of 0 is the default.
func Canonicalize(json []byte, maxSize uint64) (canonical []byte, lossless bool, failure Failure) {
	data, size := borrow(json)
	var out C.signkey_buffer
	var isLossless C.bool
	cFailure := noFailure()
	C.signkey_canonicalize(data, size, C.uint64_t(maxSize), &out, &isLossless, &cFailure)
	if cFailure.status != C.SIGNKEY_OK {
		return nil, false, failureOf(cFailure)
	}
	defer C.signkey_buffer_free(&out)
	return bytes.Clone(unsafe.Slice((*byte)(out.data), out.len)), bool(isLossless), Failure{}
}
