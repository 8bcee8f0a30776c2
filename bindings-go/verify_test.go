package signkey_test

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestASignatureOfThePlatformVerifies(t *testing.T) {
	// From the test suites of the platform's SDKs.
	body := `{"ctx":{"fn_id":"local-testing-local-cron","run_id":"01GQ3HTEZ01M7R8Z9PR1DMHDN1",` +
		`"step_id":"step"},"event":{"data":{},"id":"","name":"inngest/scheduled.timer",` +
		`"ts":1674082830001,"user":{},"v":"1"},"events":[{"data":{},"id":"",` +
		`"name":"inngest/scheduled.timer","ts":1674082830001,"user":{},"v":"1"}],` +
		`"steps":{},"use_api":false}`
	keyring := newKeyring(t, key)
	verified, err := keyring.VerifyRequest(
		[]byte(body),
		header("t=1689920619&s=31df77f5b1b029de4bfce3a77e0517aa4ce0f5e2195a6467fc126a489ca2330b"),
		signkey.WithUnixNow(1689920619))
	if err != nil || verified.Form != signkey.FormRaw {
		t.Fatal(verified, err)
	}
}

func TestAVerdictSaysWhatWasFound(t *testing.T) {
	keyring := newKeyring(t, other, key)
	verified, err := keyring.VerifyRequest([]byte(`{"b":1, "a":2}`), signed(`{"a":2,"b":1}`), now)
	if err != nil {
		t.Fatal(err)
	}
	want := signkey.Verified{
		KeyIndex:  1,
		KeyID:     keyring.KeyIDs()[1],
		Form:      signkey.FormCanonical,
		Timestamp: time.Date(2023, 11, 14, 22, 13, 20, 0, time.UTC),
		UnixTime:  signedAt,
		Age:       42 * time.Second,
	}
	if verified != want {
		t.Errorf("got %+v, want %+v", verified, want)
	}
}

func TestAResponseMayLackItsLastLineFeed(t *testing.T) {
	keyring := newKeyring(t, key)
	for body, form := range map[string]signkey.Form{
		"answer":   signkey.FormRaw,
		"answer\n": signkey.FormTrimmed,
	} {
		verified, err := keyring.VerifyResponse([]byte(body), signed("answer"), now)
		if err != nil || verified.Form != form {
			t.Errorf("%q: got %v and %v, want %v", body, verified.Form, err, form)
		}
	}
	_, err := keyring.VerifyResponse([]byte(`{ "a":1}`), signed(`{"a":1}`), now)
	wantError(t, err, signkey.ErrSignatureMismatch)
}

func TestOneWellFormedHeaderAloneCounts(t *testing.T) {
	keyring := newKeyring(t, key)
	right := signature(keyText, nil, signedAt)
	for name, test := range map[string]struct {
		header http.Header
		want   *signkey.Error
	}{
		"nil map":     {nil, signkey.ErrMissingSignature},
		"empty map":   {http.Header{}, signkey.ErrMissingSignature},
		"no values":   {http.Header{signkey.HeaderName: nil}, signkey.ErrMissingSignature},
		"empty value": {header(""), signkey.ErrMalformedSignature},
		"two values":  {header(right, right), signkey.ErrMalformedSignature},
		"binary":      {header("\x00\xff"), signkey.ErrMalformedSignature},
		"very long":   {header(strings.Repeat("t", 1<<20)), signkey.ErrMalformedSignature},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := keyring.VerifyRequest(nil, test.header, now)
			wantError(t, err, test.want)
			_, err = keyring.VerifyResponse(nil, test.header, now)
			wantError(t, err, test.want)
			_, err = keyring.NewVerifier(test.header)
			wantError(t, err, test.want)
		})
	}
}

func TestAnEmptyBodyIsABody(t *testing.T) {
	keyring := newKeyring(t, key)
	for _, body := range [][]byte{nil, {}, make([]byte, 0, 8), []byte("x")[1:]} {
		if _, err := keyring.VerifyRequest(body, signed(""), now); err != nil {
			t.Errorf("%#v: %v", body, err)
		}
	}
}

func TestTheLimitOnJSONIsForOtherForms(t *testing.T) {
	keyring := newKeyring(t, key)
	body := strings.Repeat(" ", 20<<20) + "1"
	if _, err := keyring.VerifyRequest([]byte(body), signed(body), now); err != nil {
		t.Error(err)
	}
	// Over 16 MiB the canonical form, "1", is not tried unless asked for.
	_, err := keyring.VerifyRequest([]byte(body), signed("1"), now)
	wantError(t, err, signkey.ErrSignatureMismatch)
	_, err = keyring.VerifyRequest([]byte(body), signed("1"), now, signkey.WithMaxJSONSize(32<<20))
	if err != nil {
		t.Error(err)
	}
}

func TestDistantTimesStayInRange(t *testing.T) {
	keyring := newKeyring(t, key)
	everything := signkey.WithWindowSeconds(math.MaxUint64, math.MaxUint64)
	const last = 9_999_999_999_999_999_999 // 19 digits, the most that a header can hold
	for _, test := range []struct {
		signed, now uint64
		year        int
		age         time.Duration
	}{
		{0, 0, 1970, 0},
		{0, 1, 1970, time.Second},
		{1, 0, 1970, -time.Second},
		{253402300799, 253402300799, 9999, 0},
		{253402300800, 253402300800, 9999, 0},
		{last, last, 9999, 0},
		{last, 0, 9999, -math.MaxInt64},
		{0, math.MaxUint64, 1970, math.MaxInt64},
		{0, 9223372036, 1970, 9223372036 * time.Second},
		{0, 9223372037, 1970, math.MaxInt64},
	} {
		headers := header(signature(keyText, nil, test.signed))
		verified, err := keyring.VerifyRequest(nil, headers, everything, signkey.WithUnixNow(test.now))
		if err != nil || verified.UnixTime != test.signed || verified.Timestamp.Year() != test.year ||
			verified.Age != test.age {
			t.Errorf("signed %d, now %d: got %+v and %v", test.signed, test.now, verified, err)
		}
	}
}
