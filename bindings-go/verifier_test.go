package signkey_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	signkey "github.com/signkey/signkey/bindings-go"
)

var _ io.WriteCloser = (*signkey.Verifier)(nil)

func TestABodyInPiecesVerifies(t *testing.T) {
	keyring := newKeyring(t, other, key)
	body := strings.Repeat("a long body ", 50_000)
	for name, from := range map[string]io.Reader{
		"whole":         strings.NewReader(body),
		"byte by byte":  iotest.OneByteReader(strings.NewReader(body)),
		"in odd pieces": iotest.HalfReader(strings.NewReader(body)),
	} {
		t.Run(name, func(t *testing.T) {
			verifier, err := keyring.NewVerifier(signed(body))
			if err != nil {
				t.Fatal(err)
			}
			// Without io.WriterTo the reader decides over the pieces.
			written, err := io.Copy(verifier, struct{ io.Reader }{from})
			if err != nil || written != int64(len(body)) {
				t.Fatal(written, err)
			}
			verified, err := verifier.Finish(now)
			if err != nil || verified.KeyIndex != 1 || verified.KeyID != keyring.KeyIDs()[1] ||
				verified.Form != signkey.FormRaw || verified.UnixTime != signedAt {
				t.Errorf("got %+v and %v", verified, err)
			}
		})
	}
}

func TestABodyInPiecesIsRefusedLikeAWholeOne(t *testing.T) {
	keyring := newKeyring(t, key)
	verifier, err := keyring.NewVerifier(signed(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	// The canonical form is right, but it is not what was sent.
	_, _ = io.WriteString(verifier, `{ "a":1}`)
	_, err = verifier.Finish(now)
	wantError(t, err, signkey.ErrSignatureMismatch)

	// A refusal is a verdict too.
	_, err = verifier.Write([]byte("more"))
	wantError(t, err, signkey.ErrFinished)
	_, err = verifier.Finish(now)
	wantError(t, err, signkey.ErrFinished)
}

func TestNoPiecesAreAnEmptyBody(t *testing.T) {
	keyring := newKeyring(t, key)
	verifier, err := keyring.NewVerifier(signed(""))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := verifier.Write(nil); n != 0 || err != nil {
		t.Error(n, err)
	}
	if _, err := verifier.Finish(now); err != nil {
		t.Error(err)
	}
}

func TestAFinishedVerifierIsOver(t *testing.T) {
	keyring := newKeyring(t, key)
	verifier, err := keyring.NewVerifier(signed(""))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := verifier.Close(); err != nil {
			t.Error(err)
		}
	}
	_, err = verifier.Write([]byte("a"))
	wantError(t, err, signkey.ErrFinished)
	_, err = verifier.Finish(now)
	wantError(t, err, signkey.ErrFinished)
}
