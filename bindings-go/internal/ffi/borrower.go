//go:build cgo

package ffi

// #include "signkey.h"
import "C"

import (
	"runtime"
	"strings"
	"unsafe"
)

// borrower keeps in place what C reads through the pointers of a struct, until it is unpinned.
type borrower struct {
	runtime.Pinner
}

func (b *borrower) slice(data *C.uint8_t, size C.size_t) C.signkey_slice {
	if data != nil {
		b.Pin(data)
	}
	return C.signkey_slice{data: data, len: size}
}

// text borrows a text; the empty one is absent where C knows absence.
func (b *borrower) text(text string) C.signkey_slice {
	return b.slice(borrowText(text))
}

func (b *borrower) texts(texts []string) (*C.signkey_slice, C.size_t) {
	slices := make([]C.signkey_slice, len(texts))
	for i, text := range texts {
		slices[i] = b.text(text)
	}
	return borrowArray(b, slices)
}

// presentTexts are texts of which the empty ones are present.
func (b *borrower) presentTexts(texts []string) (*C.signkey_slice, C.size_t) {
	slices := make([]C.signkey_slice, len(texts))
	for i, text := range texts {
		slices[i] = b.slice(borrowPresent(text))
	}
	return borrowArray(b, slices)
}

func (b *borrower) fields(fields []Field) (*C.signkey_field, C.size_t) {
	borrowed := make([]C.signkey_field, len(fields))
	for i, field := range fields {
		borrowed[i] = C.signkey_field{name: b.text(field.Name), value: b.slice(borrowPresent(field.Value))}
	}
	return borrowArray(b, borrowed)
}

func borrowArray[T any](b *borrower, items []T) (*T, C.size_t) {
	if len(items) == 0 {
		return nil, 0
	}
	first := unsafe.SliceData(items)
	b.Pin(first)
	return first, C.size_t(len(items))
}

// Field is a header or a variable.
type Field struct {
	Name, Value string
}

// copied is a text of C in memory of Go; an absent one is empty.
func copied(text C.signkey_slice) string {
	if text.data == nil {
		return ""
	}
	return strings.Clone(unsafe.String((*byte)(text.data), text.len))
}

func copiedFields(fields *C.signkey_field, count C.size_t) []Field {
	copies := make([]Field, count)
	for i, field := range unsafe.Slice(fields, count) {
		copies[i] = Field{Name: copied(field.name), Value: copied(field.value)}
	}
	return copies
}
