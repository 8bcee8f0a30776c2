package main

import (
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

type header = http.Header

// fields reads the fields of a request one after the other, and keeps the first error.
type fields struct {
	left []string
	err  error
}

func (f *fields) next() string {
	field := f.left[0]
	f.left = f.left[1:]
	return field
}

func (f *fields) invalid() {
	f.err = signkey.ErrInvalidArgument
}

// bytes reads lowercase hexadecimal.
func (f *fields) bytes() []byte {
	return f.decode(f.next())
}

func (f *fields) decode(field string) []byte {
	decoded, err := hex.DecodeString(field)
	if err != nil || strings.ContainsAny(field, "ABCDEF") {
		f.invalid()
	}
	return decoded
}

// keys reads a list of texts, "-" for an absent one, which Go gives as the empty text.
func (f *fields) keys() []string {
	var texts []string
	for field := range strings.SplitSeq(f.next(), ",") {
		if field == "-" {
			field = ""
		}
		texts = append(texts, string(f.decode(field)))
	}
	return texts
}

// header reads a signature, "-" for an absent one.
func (f *fields) header() header {
	field := f.next()
	if field == "-" {
		return nil
	}
	return header{signkey.HeaderName: {string(f.decode(field))}}
}

// integer reads digits, within 64 bits.
func (f *fields) integer() uint64 {
	return f.number(f.next())
}

func (f *fields) number(field string) uint64 {
	// ParseUint takes no sign, and underscores in base 0 alone.
	value, err := strconv.ParseUint(field, 10, 64)
	if err != nil {
		f.invalid()
	}
	return value
}
