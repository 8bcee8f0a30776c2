package signkey_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

const (
	keyText   = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"
	key       = "signkey-test-" + keyText
	otherText = "0d5b7e1f4c2a99683b7c5d1e0f8a6b4c2d3e4f5061728394a5b6c7d8e9fa0b1c"
	other     = "signkey-prod-" + otherText
	signedAt  = 1_700_000_000
)

// now is when most tests look at signatures made at signedAt.
var now = signkey.WithNow(time.Unix(signedAt+42, 0))

// signature is made by Go's own HMAC.
func signature(keyText string, body []byte, timestamp uint64) string {
	mac := hmac.New(sha256.New, []byte(keyText))
	mac.Write(body)
	mac.Write([]byte(strconv.FormatUint(timestamp, 10)))
	return fmt.Sprintf("t=%d&s=%s", timestamp, hex.EncodeToString(mac.Sum(nil)))
}

func header(values ...string) http.Header {
	header := http.Header{}
	for _, value := range values {
		header.Add("x-inngest-signature", value)
	}
	return header
}

// signed is the header of a body signed at signedAt.
func signed(body string) http.Header {
	return header(signature(keyText, []byte(body), signedAt))
}

func newKeyring(t testing.TB, texts ...string) *signkey.Keyring {
	t.Helper()
	keyring, err := signkey.NewKeyring(texts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keyring.Close() })
	return keyring
}

// wantError checks the sentinel, and that every error is a *signkey.Error.
func wantError(t testing.TB, err error, want *signkey.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %s", err, want.Code())
		return
	}
	var typed *signkey.Error
	if !errors.As(err, &typed) || typed.Code() != want.Code() || typed.Number() != want.Number() {
		t.Errorf("%v is not a *signkey.Error of code %s", err, want.Code())
	}
}
