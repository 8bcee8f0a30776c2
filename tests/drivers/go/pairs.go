package main

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// pair is a name and a value.
type pair struct {
	name, value []byte
}

// pairs reads name=value, comma-separated.
func (f *fields) pairs() []pair {
	var pairs []pair
	for _, field := range f.list() {
		name, value, ok := strings.Cut(field, "=")
		if !ok {
			f.invalid()
		}
		pairs = append(pairs, pair{f.decode(name), f.decode(value)})
	}
	return pairs
}

// list reads what stands between commas; an empty field holds nothing.
func (f *fields) list() []string {
	field := f.next()
	if field == "" {
		return nil
	}
	return strings.Split(field, ",")
}

// texts reads pairs of text. Of two with one name the first counts.
func (f *fields) texts() map[string]string {
	texts := map[string]string{}
	for _, pair := range f.pairs() {
		name, value := f.utf8(pair.name), f.utf8(pair.value)
		if _, ok := texts[name]; !ok {
			texts[name] = value
		}
	}
	return texts
}

func (f *fields) text() string {
	return f.utf8(f.bytes())
}

func (f *fields) utf8(bytes []byte) string {
	if !utf8.Valid(bytes) {
		f.invalid()
	}
	return string(bytes)
}

// flag reads 0 or 1.
func (f *fields) flag() bool {
	return f.isSet(f.next())
}

func (f *fields) isSet(field string) bool {
	if field != "0" && field != "1" {
		f.invalid()
	}
	return field == "1"
}

// received reads headers as a server of Go gives them, but for names, which stay as they are.
func (f *fields) received() http.Header {
	header := http.Header{}
	for _, pair := range f.pairs() {
		name := string(pair.name)
		header[name] = append(header[name], string(pair.value))
	}
	return header
}
