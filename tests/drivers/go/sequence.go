package main

import (
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// sequence is the fields of replay_messages.
type sequence struct {
	keys           []string
	guard          []uint64
	hasStore       bool
	skew           uint64
	admitUnclaimed bool
	endpoints      []endpointRow
	messages       []message
}

type endpointRow struct {
	name         string
	past, future uint64
}

// message is a message, and what follows it.
type message struct {
	endpoint            uint64
	method              string
	body                []byte
	now, timestamp      uint64
	claim               signkey.ClaimAnswer
	header              part
	response, signature part
}

// part is a part of a row, which may be absent.
type part struct {
	bytes     []byte
	isPresent bool
}

func (f *fields) sequence() (s sequence) {
	s.keys, s.guard = f.keys(), f.guard()
	s.skew, s.admitUnclaimed, s.hasStore = f.store()
	for _, row := range f.list() {
		parts := f.parts(row, 3)
		s.endpoints = append(s.endpoints, endpointRow{
			f.utf8(f.present(parts[0])), f.numberOf(parts[1]), f.numberOf(parts[2])})
	}
	for _, row := range f.list() {
		s.messages = append(s.messages, f.message(row, len(s.endpoints)))
	}
	return s
}

func (f *fields) message(row string, endpoints int) message {
	parts := f.parts(row, 9)
	m := message{
		endpoint:  f.numberOf(parts[0]),
		method:    f.utf8(f.present(parts[1])),
		header:    parts[2],
		body:      f.present(parts[3]),
		now:       f.numberOf(parts[4]),
		response:  parts[6],
		signature: parts[8],
	}
	if m.endpoint >= uint64(endpoints) {
		f.invalid()
	}
	if m.response.isPresent {
		m.timestamp = f.numberOf(parts[7])
	}
	if claim := parts[5]; claim.isPresent {
		answers := map[string]signkey.ClaimAnswer{
			"first": signkey.ClaimFirst, "again": signkey.ClaimAgain, "unavailable": signkey.ClaimUnavailable,
		}
		answer, ok := answers[string(claim.bytes)]
		if !ok {
			f.invalid()
		}
		m.claim = answer
	}
	return m
}

// parts reads what stands between equals signs.
func (f *fields) parts(row string, count int) []part {
	var parts []part
	for field := range strings.SplitSeq(row, "=") {
		if field == "-" {
			parts = append(parts, part{})
		} else {
			parts = append(parts, part{f.decode(field), true})
		}
	}
	if len(parts) != count {
		f.invalid()
		return make([]part, count)
	}
	return parts
}

func (f *fields) present(part part) []byte {
	if !part.isPresent {
		f.invalid()
	}
	return part.bytes
}

func (f *fields) numberOf(part part) uint64 {
	return f.number(string(f.present(part)))
}

// guard reads ENTRIES:PAST:FUTURE, nil for "-".
func (f *fields) guard() (numbers []uint64) {
	field := f.next()
	if field == "-" {
		return nil
	}
	for number := range strings.SplitSeq(field, ":") {
		numbers = append(numbers, f.number(number))
	}
	if len(numbers) != 3 {
		f.invalid()
	}
	return numbers
}

// store reads SKEW:ADMIT_UNCLAIMED, false for "-".
func (f *fields) store() (skew uint64, admitUnclaimed, isPresent bool) {
	field := f.next()
	if field == "-" {
		return 0, false, false
	}
	first, second, _ := strings.Cut(field, ":")
	return f.number(first), f.isSet(second), true
}
