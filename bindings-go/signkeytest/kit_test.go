package signkeytest_test

import (
	"errors"
	"io"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

func TestRequestsOfTheKitAreWhatTheirNamesSay(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	body := []byte(`{"a":1}`)
	for name, test := range map[string]struct {
		request signkeytest.Request
		want    error
	}{
		"signed":          {kit.Signed(body), nil},
		"fallback signed": {kit.FallbackSigned(body), nil},
		"expired":         {kit.Expired(body), signkey.ErrExpired},
		"early":           {kit.Early(body), signkey.ErrNotYetValid},
		"tampered":        {kit.Tampered(body), signkey.ErrSignatureMismatch},
		"unsigned":        {kit.Unsigned(body), signkey.ErrMissingSignature},
		"malformed":       {kit.Malformed(body), signkey.ErrMalformedSignature},
		"at":              {kit.SignedAt(nil, kit.Now().Add(-5*time.Minute)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			now := signkey.WithNow(kit.Now())
			verified, err := kit.Keyring().VerifyRequest(test.request.Body, test.request.Header, now)
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if isFallback := name == "fallback signed"; err == nil && isFallback != (verified.KeyIndex == 1) {
				t.Error("verified under the key", verified.KeyIndex)
			}
			request := test.request.HTTP("POST", "/api/inngest")
			sent, err := io.ReadAll(request.Body)
			if err != nil || string(sent) != string(test.request.Body) {
				t.Errorf("sent %q, %v", sent, err)
			}
			if request.Header.Get(signkey.HeaderName) != test.request.Header.Get(signkey.HeaderName) {
				t.Error("the signature is not sent")
			}
		})
	}
	if string(body) != `{"a":1}` {
		t.Errorf("the caller's body is now %q", body)
	}
}

// The expected signature was made with another library (Python's hmac).
func TestTheKitSignsAsTheProtocolSays(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	const want = "t=1700000000&s=aab6544388f94b5392a7eb8f25694b7435d0a7173b76ac669efe07d7a06c3b6d"
	if got := kit.Signed([]byte(`{"a":1}`)).Header.Get(signkey.HeaderName); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
