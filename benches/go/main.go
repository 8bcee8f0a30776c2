// Command go measures signkey beside the standard library and published packages, which take part
// with -tags peer. Its arguments are the folder of the corpus and what to measure, "bench",
// "adapters" or "store" with the URL of a server; it prints rows for benches/report.py.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"log"
	"os"
	"runtime"
	"slices"

	signkey "github.com/signkey/signkey/bindings-go"
)

func main() {
	printRow(map[string]any{"versions": map[string]string{"Go": runtime.Version()}})
	keyring, err := signkey.NewKeyring(key)
	if err != nil {
		log.Fatal(err)
	}
	defer keyring.Close()
	switch os.Args[2] {
	case "adapters":
		raceAdapters(keyring)
	case "store":
		raceStore(os.Args[3])
	default:
		stream(keyring)
		raceAll(keyring)
	}
}

func raceAll(keyring *signkey.Keyring) {
	own := contender{"signkey", func(m *message) ([]byte, error) {
		_, err := keyring.VerifyRequest(m.body, m.header)
		return nil, err
	}, verifies}
	canonicalize := contender{"signkey", func(m *message) ([]byte, error) {
		form, _, err := signkey.Canonicalize(m.body)
		return form, err
	}, givesCanonical}
	reused := hmac.New(sha256.New, []byte(digits))
	verifiers := []contender{
		own,
		{"hmac.New", func(m *message) ([]byte, error) {
			hash := hmac.New(sha256.New, []byte(digits))
			hash.Write(m.signed)
			return hash.Sum(nil), nil
		}, givesMAC},
		{"hmac, reused", func(m *message) ([]byte, error) {
			reused.Reset()
			reused.Write(m.signed)
			return reused.Sum(nil), nil
		}, givesMAC},
	}
	// Apart, because they are so slow that the others would have few rounds.
	withSDK := append([]contender{own}, peerSDK()...)
	libraries := append(slices.Clone(withSDK), peerVerifiers()...)
	canonicalizers := append([]contender{canonicalize}, peerCanonicalizers()...)
	for _, size := range sizes {
		race("verify", "call", size, messages("call", size), verifiers...)
		race("verify, libraries", "call", size, messages("call", size), libraries...)
		if len(withSDK) > 1 {
			other := messages("reordered", size)
			race("verify, canonical form", "reordered", size, other, withSDK...)
		}
		for _, kind := range []string{"call", "reordered", "floats"} {
			race("canonicalize", kind, size, messages(kind, size), canonicalizers...)
		}
	}
}
