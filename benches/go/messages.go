package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"log"
	"net/http"
	"os"

	signkey "github.com/signkey/signkey/bindings-go"
)

const (
	digits = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"
	key    = "signkey-test-" + digits
)

// sizes are about the bytes of a body. Smaller ones come by the thousand.
var sizes = []int{800, 15_000, 180_000, 1_000_000}

// message is a signed request.
type message struct {
	body, canonical []byte
	// signed is what the header signs: the canonical form and the time.
	signed, mac []byte
	value       string
	header      http.Header
	// webhook is how another library signs the body.
	webhook http.Header
}

// messages reads all of a kind and size from the corpus that benches/corpus.py writes.
func messages(kind string, size int) []*message {
	bodies := records(kind, size, "bodies")
	forms := records(kind, size, "canonical")
	values := records(kind, size, "headers")
	made := make([]*message, len(bodies))
	// One behind the other, and read there by all: so no contender finds them colder than others do.
	var all []byte
	for i, form := range forms {
		all = append(append(all, form...), values[i][2:12]...)
	}
	for i, body := range bodies {
		size := len(forms[i]) + 10
		signed := all[:size:size]
		all = all[size:]
		if bytes.Equal(body, forms[i]) {
			body = signed[:len(body)]
		}
		hash := hmac.New(sha256.New, []byte(digits))
		hash.Write(signed)
		value := string(values[i])
		made[i] = &message{
			body, forms[i], signed, hash.Sum(nil), value, signatureHeader(value), webhookHeader(body),
		}
	}
	return made
}

func signatureHeader(value string) http.Header {
	header := http.Header{}
	header.Set(signkey.HeaderName, value)
	return header
}

// tampered is the same message with another byte in the middle.
func (m *message) tampered() *message {
	other := *m
	other.body = bytes.Clone(m.body)
	other.body[len(m.body)/2] ^= 1
	return &other
}

// records are each a length of 32 bits, little-endian, and that many bytes.
func records(kind string, size int, part string) [][]byte {
	rest, err := os.ReadFile(fmt.Sprintf("%s/%s-%d.%s", os.Args[1], kind, size, part))
	if err != nil {
		log.Fatal(err)
	}
	var found [][]byte
	for len(rest) > 0 {
		end := 4 + binary.LittleEndian.Uint32(rest)
		found = append(found, bytes.Clone(rest[4:end]))
		rest = rest[end:]
	}
	return found
}
