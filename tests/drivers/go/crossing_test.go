package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/nacl/secretbox"
)

// TestCrossing exchanges envelopes with Go's own secretbox and BLAKE2b, in both directions, and
// byte for byte under the same nonce.
func TestCrossing(t *testing.T) {
	raw := make([]byte, signkey.EncryptionKeySize)
	if _, err := rand.Read(raw); err != nil {
		t.Fatal(err)
	}
	keys := map[string]struct {
		key  signkey.EncryptionKey
		peer [32]byte
	}{
		"text":    {signkey.EncryptionKeyFromText("a secret"), blake2b.Sum256([]byte("a secret"))},
		"unicode": {signkey.EncryptionKeyFromText("\ufeff κλειδί 𐀀\n"), blake2b.Sum256([]byte("κλειδί 𐀀"))},
		"raw":     {signkey.EncryptionKeyFromBytes(raw), [32]byte(raw)},
	}
	values := map[string]string{
		"null":       "null",
		"empty":      `""`,
		"unicode":    `"π \ud83d"`,
		"big number": "100000000000000000000000000000000000000001",
		"object":     `{ "b": [1.0, -0], "a": {"__ENCRYPTED__": true} }`,
		"1 MB":       `"` + strings.Repeat("x", 1<<20) + `"`,
	}
	for keyName, key := range keys {
		t.Run(keyName, func(t *testing.T) {
			encryptor, err := signkey.NewEncryptor(signkey.EncryptorOptions{Primary: key.key})
			if err != nil {
				t.Fatal(err)
			}
			defer encryptor.Close()
			for name, value := range values {
				t.Run(name, func(t *testing.T) { cross(t, encryptor, &key.peer, value) })
			}
		})
	}
}

func cross(t *testing.T, encryptor *signkey.Encryptor, key *[32]byte, value string) {
	ours, err := encryptor.EncryptValue([]byte(value))
	if err != nil {
		t.Fatal(err)
	}
	nonce, opened, ok := open(t, ours, key)
	if !ok || string(opened) != value {
		t.Error("secretbox does not open what signkey sealed")
	}
	if string(seal(nonce, key, value)) != string(ours) {
		t.Error("secretbox seals other bytes")
	}

	if _, err := rand.Read(nonce[:]); err != nil {
		t.Fatal(err)
	}
	theirs := seal(nonce, key, value)
	plain, wasEncrypted, err := encryptor.DecryptValue(theirs)
	if string(plain) != value || !wasEncrypted || err != nil {
		t.Errorf("signkey does not open what secretbox sealed: %v", err)
	}
	again, err := encryptor.EncryptValue([]byte(value), signkey.WithNonce(nonce))
	if string(again) != string(theirs) || err != nil {
		t.Errorf("signkey seals other bytes: %v", err)
	}
}

// open is the nonce of an envelope, and what secretbox finds in it.
func open(t *testing.T, envelope []byte, key *[32]byte) (nonce [24]byte, plain []byte, ok bool) {
	var fields struct {
		Data []byte `json:"data"`
	}
	if err := json.Unmarshal(envelope, &fields); err != nil {
		t.Fatal(err)
	}
	nonce = [24]byte(fields.Data)
	plain, ok = secretbox.Open(nil, fields.Data[24:], &nonce, key)
	return nonce, plain, ok
}

func seal(nonce [24]byte, key *[32]byte, value string) []byte {
	box := secretbox.Seal(nonce[:], []byte(value), &nonce, key)
	return []byte(`{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"` +
		base64.StdEncoding.EncodeToString(box) + `"}`)
}
