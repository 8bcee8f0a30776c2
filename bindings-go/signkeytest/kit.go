// Package signkeytest makes signed requests for the tests of applications:
//
//	kit := signkeytest.New(t, time.Unix(1700000000, 0))
//	endpoint, err := signkey.NewEndpoint(signkey.ModeCloud, kit.Keyring())
//	protect := signkeyhttp.Middleware(endpoint, &signkeyhttp.Options{Now: kit.Now})
//
//	answer := httptest.NewRecorder()
//	protect(handler).ServeHTTP(answer, kit.Expired(body).HTTP("POST", "/api/inngest"))
package signkeytest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// Key and FallbackKey are the keys of the kit: public, hence of use in tests only.
const (
	Key         = "signkey-test-0001020304050607080910111213141516171819202122232425262728293031"
	FallbackKey = "signkey-test-3130292827262524232221201918171615141312111009080706050403020100"
)

// Kit makes requests signed under its keys, seen from a clock that stands still. Safe for concurrent
// use.
type Kit struct {
	tb      testing.TB
	keyring *signkey.Keyring
	now     time.Time
}

// New makes a kit whose clock shows this time. What cannot be made fails the test.
func New(tb testing.TB, now time.Time) *Kit {
	tb.Helper()
	keyring, err := signkey.NewKeyring(Key, FallbackKey)
	if err != nil {
		tb.Fatal(err)
	}
	return &Kit{tb: tb, keyring: keyring, now: now}
}

// Keyring accepts the kit's requests.
func (k *Kit) Keyring() *signkey.Keyring {
	return k.keyring
}

// Now is the time that the kit's clock shows.
func (k *Kit) Now() time.Time {
	return k.now
}

// Signed is a request that verifies.
func (k *Kit) Signed(body []byte) Request {
	k.tb.Helper()
	return k.SignedAt(body, k.now)
}

// FallbackSigned is a request that verifies under the fallback.
func (k *Kit) FallbackSigned(body []byte) Request {
	k.tb.Helper()
	return k.sign(body, k.now, 1)
}

// Expired is a request signed one second before the default window: [signkey.ErrExpired].
func (k *Kit) Expired(body []byte) Request {
	k.tb.Helper()
	return k.SignedAt(body, k.now.Add(-signkey.DefaultWindow-time.Second))
}

// Early is a request signed one second behind the default window: [signkey.ErrNotYetValid].
func (k *Kit) Early(body []byte) Request {
	k.tb.Helper()
	return k.SignedAt(body, k.now.Add(signkey.DefaultWindow+time.Second))
}

// Tampered is a request with one byte more than was signed: [signkey.ErrSignatureMismatch].
func (k *Kit) Tampered(body []byte) Request {
	k.tb.Helper()
	request := k.Signed(body)
	request.Body = append(request.Body, '!')
	return request
}

// Unsigned is a request without a signature: [signkey.ErrMissingSignature].
func (k *Kit) Unsigned(body []byte) Request {
	return Request{Body: slices.Clone(body), Header: http.Header{}}
}

// Malformed is a request whose header is not of the one form: [signkey.ErrMalformedSignature].
func (k *Kit) Malformed(body []byte) Request {
	k.tb.Helper()
	request := k.Signed(body)
	request.Header.Set(signkey.HeaderName, strings.ToUpper(request.Header.Get(signkey.HeaderName)))
	return request
}

// SignedAt is a request signed at this time.
func (k *Kit) SignedAt(body []byte, timestamp time.Time) Request {
	k.tb.Helper()
	return k.sign(body, timestamp, 0)
}

func (k *Kit) sign(body []byte, timestamp time.Time, keyIndex int) Request {
	k.tb.Helper()
	request := k.Unsigned(body)
	signature, err := k.keyring.SignRaw(
		body, signkey.WithTimestamp(timestamp), signkey.WithKeyIndex(keyIndex))
	if err != nil {
		k.tb.Fatal(err)
	}
	request.Header.Set(signkey.HeaderName, signature)
	return request
}

// Request is a request as the platform would send it.
type Request struct {
	// Body is the bytes to send.
	Body []byte
	// Header holds the signature, if there is one.
	Header http.Header
}

// HTTP is the request as a server receives it.
func (r Request) HTTP(method, target string) *http.Request {
	request := httptest.NewRequest(method, target, bytes.NewReader(r.Body))
	request.Header = r.Header.Clone()
	return request
}
