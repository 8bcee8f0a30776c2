package signkey_test

import (
	"errors"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// FuzzVerify holds verdicts against Go's own HMAC: what is accepted as received is signed, and the
// stream agrees with the whole.
func FuzzVerify(f *testing.F) {
	keyring := newKeyring(f, key)
	f.Add([]byte(`{"a":1}`), signature(keyText, []byte(`{"a":1}`), signedAt), uint64(signedAt), 3)
	f.Add([]byte(`{"a": 1}`), signature(keyText, []byte(`{"a":1}`), signedAt), uint64(signedAt), 0)
	f.Add([]byte{}, "t=0&s=", uint64(0), 0)
	f.Fuzz(func(t *testing.T, body []byte, value string, clock uint64, split int) {
		now := signkey.WithUnixNow(clock)
		verified, err := keyring.VerifyRequest(body, header(value), now)
		var typed *signkey.Error
		if err != nil && !errors.As(err, &typed) {
			t.Errorf("%v is not of this package", err)
		}
		isSigned := value == signature(keyText, body, verified.UnixTime)
		if err == nil && verified.Form == signkey.FormRaw && !isSigned {
			t.Errorf("accepted %q under %q", body, value)
		}
		verifier, begun := keyring.NewVerifier(header(value))
		if begun != nil {
			if begun.Error() != err.Error() {
				t.Errorf("whole %v, stream %v", err, begun)
			}
			return
		}
		split = min(max(split, 0), len(body))
		_, _ = verifier.Write(body[:split])
		_, _ = verifier.Write(body[split:])
		streamed, streamErr := verifier.Finish(now)
		isRaw := err == nil && verified.Form == signkey.FormRaw
		if isRaw != (streamErr == nil) || isRaw && streamed != verified {
			t.Errorf("whole %+v %v, stream %+v %v", verified, err, streamed, streamErr)
		}
	})
}
