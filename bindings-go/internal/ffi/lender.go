//go:build cgo

package ffi

// #include "signkey.h"
import "C"

import (
	"runtime"
	"strings"
	"unsafe"
)

// lender keeps in place what C reads through the pointers of a struct, until it is unpinned.
type lender struct {
	runtime.Pinner
}

func (l *lender) slice(data *C.uint8_t, size C.size_t) C.signkey_slice {
	if data != nil {
		l.Pin(data)
	}
	return C.signkey_slice{data: data, len: size}
}

// text lends a text; the empty one is absent where C knows absence.
func (l *lender) text(text string) C.signkey_slice {
	return l.slice(lendText(text))
}

func (l *lender) bytes(data []byte) C.signkey_slice {
	return l.slice(lend(data))
}

func (l *lender) texts(texts []string) (*C.signkey_slice, C.size_t) {
	slices := make([]C.signkey_slice, len(texts))
	for i, text := range texts {
		slices[i] = l.text(text)
	}
	return lendArray(l, slices)
}

func (l *lender) fields(fields []Field) (*C.signkey_field, C.size_t) {
	lent := make([]C.signkey_field, len(fields))
	for i, field := range fields {
		lent[i] = C.signkey_field{name: l.text(field.Name), value: l.text(field.Value)}
	}
	return lendArray(l, lent)
}

func lendArray[T any](l *lender, items []T) (*T, C.size_t) {
	if len(items) == 0 {
		return nil, 0
	}
	first := unsafe.SliceData(items)
	l.Pin(first)
	return first, C.size_t(len(items))
}

// Field is a header or a variable.
type Field struct {
	Name, Value string
}

// received copies what C lends; an absent text is empty.
func received(lent C.signkey_slice) string {
	if lent.data == nil {
		return ""
	}
	return strings.Clone(unsafe.String((*byte)(lent.data), lent.len))
}

func receivedFields(lent *C.signkey_field, count C.size_t) []Field {
	fields := make([]Field, count)
	for i, field := range unsafe.Slice(lent, count) {
		fields[i] = Field{Name: received(field.name), Value: received(field.value)}
	}
	return fields
}
