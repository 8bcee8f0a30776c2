package signkey_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// TestKeysRotateWithoutLosingAnything walks through a rotation: at each step, every envelope of all steps is readable
// if its key is there, and refused if not.
func TestKeysRotateWithoutLosingAnything(t *testing.T) {
	steps := []struct {
		keys  []string
		reads map[string]bool
	}{
		{[]string{"old"}, map[string]bool{"old": true}},
		{[]string{"old", "new"}, map[string]bool{"old": true, "new": true}},
		{[]string{"new", "old"}, map[string]bool{"old": true, "new": true}},
		{[]string{"new"}, map[string]bool{"new": true}},
	}
	for _, writer := range steps {
		writes := writer.keys[0]
		stored, err := newEncryptor(t, keyOptions(writes, writer.keys[1:]...)).EncryptValue([]byte(`"x"`))
		if err != nil {
			t.Fatal(err)
		}
		for _, reader := range steps {
			encryptor := newEncryptor(t, keyOptions(reader.keys[0], reader.keys[1:]...))
			if reader.reads[writes] {
				wantPlain(t, `"x"`, true)(encryptor.DecryptValue(stored))
			} else {
				wantRefused(t, signkey.ErrDecryptionFailed)(encryptor.DecryptValue(stored))
			}
		}
	}
}

// TestChangedEnvelopesDoNotOpen puts every other byte in the place of each byte, and cuts everywhere.
func TestChangedEnvelopesDoNotOpen(t *testing.T) {
	options := keyOptions(secret)
	lax := newEncryptor(t, options)
	options.RequireEncrypted = true
	strict := newEncryptor(t, options)
	for i := range len(sealed) {
		tampered := []byte(sealed)
		for mask := 1; mask < 256; mask++ {
			tampered[i] = sealed[i] ^ byte(mask)
			if plain, _, err := strict.DecryptValue(tampered); err == nil {
				t.Errorf("%s is accepted as %s", tampered, plain)
			}
			// Without the marker it is plaintext, and stays what it is.
			if plain, was, err := lax.DecryptValue(tampered); err == nil && (was || !bytes.Equal(plain, tampered)) {
				t.Errorf("%s is taken for an encrypted %s", tampered, plain)
			}
		}
		wantRefused(t, signkey.ErrInvalidJSON)(lax.DecryptValue([]byte(sealed[:i])))
	}
}

// TestChangedBoxesDoNotOpen changes each bit under the base64, where only the authentication can tell.
func TestChangedBoxesDoNotOpen(t *testing.T) {
	encryptor := newEncryptor(t, keyOptions(otherSecret, secret))
	box, err := base64.StdEncoding.DecodeString(sealedData)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(box) {
		tampered := bytes.Clone(box)
		tampered[bit/8] ^= 1 << (bit % 8)
		envelope := strings.Replace(sealed, sealedData, base64.StdEncoding.EncodeToString(tampered), 1)
		wantRefused(t, signkey.ErrDecryptionFailed)(encryptor.DecryptValue([]byte(envelope)))
	}
	for size := range box {
		envelope := strings.Replace(sealed, sealedData, base64.StdEncoding.EncodeToString(box[:size]), 1)
		want := signkey.ErrDecryptionFailed
		if size < 40 { // no room for nonce and tag
			want = signkey.ErrMalformedEnvelope
		}
		wantRefused(t, want)(encryptor.DecryptValue([]byte(envelope)))
	}
}

// TestNothingStaysReadable looks for a canary in all that would leave the machine.
func TestNothingStaysReadable(t *testing.T) {
	const canary = "867-5309 canary"
	shows := func(document []byte) bool {
		text := string(document)
		for offset := range 3 {
			// The part of a base64 that does not depend on what is around it.
			padded := base64.StdEncoding.EncodeToString([]byte("xxx"[:offset] + canary))
			if strings.Contains(text, padded[4:len(padded)-4]) {
				return true
			}
		}
		return strings.Contains(text, canary) || strings.Contains(text, hex.EncodeToString([]byte(canary)))
	}
	if !shows([]byte(canary)) || !shows([]byte(base64.StdEncoding.EncodeToString([]byte("12345"+canary+"6")))) {
		t.Fatal("this test would not see the canary")
	}
	encryptor := newEncryptor(t, keyOptions(secret))
	for name, test := range map[string]struct{ kind, plain string }{
		"event":           {"event", `{"id":1,"encrypted":{"phone":"` + canary + `"}}`},
		"invocation":      {"event", `{"encrypted":"` + canary + `","_inngest":{"fn_id":"app-fn"}}`},
		"step output":     {"value", `{"phone":["` + canary + `"],"` + canary + `":1}`},
		"function output": {"value", `"` + canary + `"`},
		"an envelope":     {"value", `{"__ENCRYPTED__":true,"data":"` + canary + `"}`},
		"error":           {"error", `{"name":"` + canary + `","message":"` + canary + `","stack":"` + canary + `"}`},
		"error text":      {"error", `"` + canary + `"`},
	} {
		t.Run(name, func(t *testing.T) {
			encrypted, err := encryptions[test.kind](encryptor, json.RawMessage(test.plain))
			if err != nil {
				t.Fatal(err)
			}
			if shows(encrypted) {
				t.Errorf("the canary shows in %s", encrypted)
			}
			wantPlain(t, test.plain, true)(decryptions[test.kind](encryptor, encrypted))
		})
	}
}

func TestNoNonceComesTwice(t *testing.T) {
	encryptor := newEncryptor(t, keyOptions(secret))
	seen := map[string]bool{}
	for range 10_000 {
		encrypted, err := encryptor.EncryptValue([]byte("1"))
		if err != nil {
			t.Fatal(err)
		}
		var envelope struct{ Data []byte }
		if err := json.Unmarshal(encrypted, &envelope); err != nil {
			t.Fatal(err)
		}
		seen[string(envelope.Data[:signkey.NonceSize])] = true
	}
	if len(seen) != 10_000 {
		t.Errorf("%d nonces for 10000 encryptions", len(seen))
	}
}
