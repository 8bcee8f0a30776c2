package signkey_test

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// canaries are what of the key must never show: its digits, and its hash behind the id.
var canaries = []string{
	keyText[:16], keyText[16:32], keyText[32:48], keyText[48:],
	"c7eb954b6e72f8f6", "7da6d0f695877098",
}

func leaks(text string) bool {
	text = strings.ToLower(text)
	for _, canary := range canaries {
		if strings.Contains(text, canary) ||
			strings.Contains(text, hex.EncodeToString([]byte(canary))) ||
			strings.Contains(text, strings.Trim(fmt.Sprint([]byte(canary)), "[]")) {
			return true
		}
	}
	return false
}

func TestSecretsDoNotShow(t *testing.T) {
	keyring := newKeyring(t, other, key)
	signer, err := signkey.NewSigningKey(key)
	if err != nil {
		t.Fatal(err)
	}
	defer signer.Close()
	verifier, err := keyring.NewVerifier(signed("body"))
	if err != nil {
		t.Fatal(err)
	}
	defer verifier.Close()
	token, err := signer.APIToken()
	if err != nil || !leaks(token) || !leaks(key) || !leaks(fmt.Sprintf("%x %d", key, []byte(key))) {
		t.Fatal("this test would not see a leak")
	}

	id := signer.ID()
	holder := struct {
		Keyring  *signkey.Keyring
		Signer   *signkey.SigningKey
		verifier *signkey.Verifier
	}{keyring, signer, verifier}
	shown := map[string]any{"keyring": keyring, "signer": signer, "holder": holder}
	for name, value := range shown {
		for _, text := range renderings(t, value) {
			if leaks(text) {
				t.Errorf("%s shows its secret: %s", name, text)
			}
			if !strings.Contains(text, id) {
				t.Errorf("%s does not show the id: %s", name, text)
			}
		}
	}
	// Copies, which go vet forbids, and what has no id to show.
	for _, value := range []any{
		verifier, reflect.ValueOf(keyring).Elem().Interface(), reflect.ValueOf(signer).Elem().Interface(),
		reflect.ValueOf(verifier).Elem().Interface(),
	} {
		for _, text := range renderings(t, value) {
			if leaks(text) {
				t.Errorf("%T shows its secret: %s", value, text)
			}
		}
	}
}

func TestGobEncodesNoSecrets(t *testing.T) {
	keyring := newKeyring(t, key)
	signer, err := signkey.NewSigningKey(key)
	if err != nil {
		t.Fatal(err)
	}
	defer signer.Close()
	verifier, err := keyring.NewVerifier(signed("body"))
	if err != nil {
		t.Fatal(err)
	}
	defer verifier.Close()
	options := signkey.ConfigOptions{Environment: "feature", SigningKey: key, EventKey: key}
	encryption := signkey.EncryptorOptions{Primary: signkey.EncryptionKeyFromText(key)}
	request := signkey.RegisterRequest{URL: "https://api.example", Header: http.Header{"Authorization": {key}}}
	for name, value := range map[string]any{
		"verifier": verifier, "options": options, "pointer to options": &options, "request": request,
		"held options":  struct{ Options signkey.ConfigOptions }{options},
		"held request":  struct{ Request *signkey.RegisterRequest }{&request},
		"list":          []signkey.ConfigOptions{options},
		"encryption":    encryption,
		"encrypton key": encryption.Primary,
	} {
		t.Run(name, func(t *testing.T) {
			var sink bytes.Buffer
			if err := gob.NewEncoder(&sink).Encode(value); err == nil || leaks(sink.String()) {
				t.Errorf("gob encodes it: %q", sink.String())
			}
		})
	}
	for name, value := range map[string]any{"keyring": keyring, "signer": signer} {
		var sink bytes.Buffer
		if err := gob.NewEncoder(&sink).Encode(value); leaks(sink.String()) {
			t.Errorf("gob encodes a %s: %v", name, err)
		}
	}
	var sink bytes.Buffer
	if err := gob.NewEncoder(&sink).Encode(struct{ Text string }{key}); err != nil || !leaks(sink.String()) {
		t.Error("this test would not see a leak")
	}
}

// renderings are the ways in which programs show values.
func renderings(t *testing.T, value any) []string {
	var texts []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		texts = append(texts, fmt.Sprintf(verb, value))
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Error(err)
	}
	var plain, structured bytes.Buffer
	slog.New(slog.NewTextHandler(&plain, nil)).Info("message", "value", value)
	slog.New(slog.NewJSONHandler(&structured, nil)).Info("message", "value", value)
	return append(texts, string(encoded), plain.String(), structured.String())
}

func TestErrorsQuoteNothing(t *testing.T) {
	broken := []string{
		key + "x", key + "0", "signkey-" + keyText, "signkey--" + keyText, strings.Repeat(keyText, 9),
		"signkey-" + strings.Repeat(keyText, 2) + "-00", keyText + "zz" + strings.Repeat("Zz9_", 20),
	}
	for _, text := range broken {
		_, err := signkey.NewKeyring(text)
		if err == nil {
			t.Fatalf("%q is a key", text)
		}
		wrapped := fmt.Errorf("wrapped: %w", err)
		if leaks(fmt.Sprintf("%v %+v %#v %s", err, err, err, wrapped)) {
			t.Errorf("the error for %q quotes it", text)
		}
	}
	keyring := newKeyring(t, key)
	_, err := keyring.VerifyRequest([]byte(keyText), header(keyText), now)
	if leaks(fmt.Sprintf("%+v %#v", err, err)) {
		t.Error("an error quotes body or header")
	}
}
