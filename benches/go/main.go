// Command bench measures signkey beside Go's own HMAC and the published SDK, in one run, on the
// same bytes. The SDK takes part with -tags peer.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

const (
	digits = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"
	key    = "signkey-test-" + digits
)

// message is a signed request.
type message struct {
	body      []byte
	timestamp []byte
	value     string
	header    http.Header
}

// contestant handles one message.
type contestant struct {
	name   string
	handle func(*message)
}

func main() {
	keyring, err := signkey.NewKeyring(key)
	if err != nil {
		log.Fatal(err)
	}
	defer keyring.Close()

	must := func(err error) {
		if err != nil {
			log.Fatal(err) // refusing would be quicker
		}
	}
	now := signkey.WithNow(time.Now())
	hash := hmac.New(sha256.New, []byte(digits))
	verifiers := append([]contestant{
		{"signkey VerifyRequest", func(m *message) {
			_, err := keyring.VerifyRequest(m.body, m.header)
			must(err)
		}},
		{"signkey VerifyRequest, time given", func(m *message) {
			_, err := keyring.VerifyRequest(m.body, m.header, now)
			must(err)
		}},
		{"crypto/hmac alone, hmac.New each", func(m *message) {
			hash := hmac.New(sha256.New, []byte(digits))
			hash.Write(m.body)
			hash.Write(m.timestamp)
			hash.Sum(make([]byte, 0, sha256.Size))
		}},
		{"crypto/hmac alone, one hash reset", func(m *message) {
			hash.Reset()
			hash.Write(m.body)
			hash.Write(m.timestamp)
			hash.Sum(make([]byte, 0, sha256.Size))
		}},
	}, peerVerifiers()...)
	for _, size := range []int{64, 512, 4 << 10, 64 << 10, 1 << 20} {
		compare("verify as received", messages(keyring, size, canonical), verifiers)
	}
	compare("verify the canonical form of what was received", messages(keyring, 512, indented),
		append(verifiers[:1:1], peerVerifiers()...))
	compare("canonicalize", messages(keyring, 4<<10, indented), append([]contestant{
		{"signkey Canonicalize", func(m *message) {
			_, _, err := signkey.Canonicalize(m.body)
			must(err)
		}},
	}, peerCanonicalizers()...))
	if len(peerVerifiers()) == 0 {
		fmt.Println("\n*** the published SDK did not take part: build with -tags peer ***")
	}
}

// messages are signed now, in their canonical form.
func messages(keyring *signkey.Keyring, size int, send func([]byte) []byte) []*message {
	now := time.Now()
	var made []*message
	for _, body := range bodies(size) {
		value, err := keyring.SignRequest(body, signkey.WithTimestamp(now))
		if err != nil {
			log.Fatal(err)
		}
		header := http.Header{}
		header.Set(signkey.HeaderName, value)
		timestamp := []byte(strconv.FormatInt(now.Unix(), 10))
		made = append(made, &message{send(body), timestamp, value, header})
	}
	return made
}
