package signkey_test

import (
	"slices"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestTheFirstKeyThatIsNotBlankIsThePrimary(t *testing.T) {
	for name, test := range map[string]struct {
		texts []string
		ids   []string
	}{
		"one":            {[]string{"signkey-prod-12345678"}, []string{"b2ed992186a5"}},
		"bare":           {[]string{"12345678"}, []string{"b2ed992186a5"}},
		"white space":    {[]string{" \t\n12345678\r\n"}, []string{"b2ed992186a5"}},
		"blank primary":  {[]string{"", " ", "12345678"}, []string{"b2ed992186a5"}},
		"blank fallback": {[]string{"12345678", "", "\n"}, []string{"b2ed992186a5"}},
		"equal keys":     {[]string{"12345678", "12345678"}, []string{"b2ed992186a5", "b2ed992186a5"}},
	} {
		t.Run(name, func(t *testing.T) {
			keyring := newKeyring(t, test.texts...)
			if ids := keyring.KeyIDs(); !slices.Equal(ids, test.ids) {
				t.Errorf("got %v, want %v", ids, test.ids)
			}
			keyring.KeyIDs()[0] = "changed"
			if ids := keyring.KeyIDs(); !slices.Equal(ids, test.ids) {
				t.Errorf("a caller changed the ids to %v", ids)
			}
		})
	}
}

func TestAKeyThatIsNoneSaysWhy(t *testing.T) {
	for name, test := range map[string]struct {
		text     string
		want     *signkey.Error
		position uint64
	}{
		"prefix alone": {"signkey-prod-", signkey.ErrEmptyKey, 0},
		"odd":          {"signkey-prod-123", signkey.ErrOddKeyLength, 0},
		"not hex":      {" signkey-prod-12x4", signkey.ErrNonHexKey, 16},
		"event key":    {strings.Repeat("Zz9_", 12), signkey.ErrEventKey, 0},
		"prefix":       {"signkey--12", signkey.ErrMalformedKeyPrefix, 0},
		"long":         {strings.Repeat("ab", 257), signkey.ErrKeyTooLong, 0},
		"NUL":          {"12\x0034", signkey.ErrNonHexKey, 3},
	} {
		t.Run(name, func(t *testing.T) {
			_, asFallback := signkey.NewKeyring(key, test.text)
			wantError(t, asFallback, test.want)
			_, err := signkey.NewSigningKey(test.text)
			wantError(t, err, test.want)
			position, ok := err.(*signkey.Error).Position()
			if position != test.position || ok != (test.position != 0) {
				t.Errorf("position %d, %v, want %d", position, ok, test.position)
			}
		})
	}
	for _, texts := range [][]string{nil, {}, {""}, {"", " ", "\t\n"}} {
		_, err := signkey.NewKeyring(texts...)
		wantError(t, err, signkey.ErrMissingSigningKey)
	}
	_, err := signkey.NewSigningKey(" ")
	wantError(t, err, signkey.ErrEmptyKey)
	_, err = signkey.NewKeyring(slices.Repeat([]string{"12"}, 9)...)
	wantError(t, err, signkey.ErrTooManyKeys)
	newKeyring(t, slices.Repeat([]string{"", "12", " "}, 8)...)
}

func TestASigningKeySignsAndHasAToken(t *testing.T) {
	signer, err := signkey.NewSigningKey(" signkey-prod-12345678\n")
	if err != nil {
		t.Fatal(err)
	}
	// From the platform's specification.
	const token = "signkey-prod-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c"
	if got, err := signer.APIToken(); got != token || err != nil {
		t.Errorf("got %q and %v", got, err)
	}
	if signer.ID() != token[13:25] {
		t.Errorf("got %q", signer.ID())
	}
}

func TestAClosedKeyringIsOver(t *testing.T) {
	keyring := newKeyring(t, key)
	verifier, err := keyring.NewVerifier(signed("body"))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := signkey.NewSigningKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if keyring.Close() != nil || signer.Close() != nil {
			t.Fatal("Close failed")
		}
	}
	_, err = keyring.VerifyRequest([]byte("body"), signed("body"), now)
	wantError(t, err, signkey.ErrFinished)
	_, err = keyring.VerifyResponse([]byte("body"), signed("body"), now)
	wantError(t, err, signkey.ErrFinished)
	_, err = keyring.NewVerifier(signed("body"))
	wantError(t, err, signkey.ErrFinished)
	_, err = keyring.SignRequest([]byte("{}"))
	wantError(t, err, signkey.ErrFinished)
	_, err = signer.SignRaw(nil)
	wantError(t, err, signkey.ErrFinished)
	_, err = signer.APIToken()
	wantError(t, err, signkey.ErrFinished)
	if len(keyring.KeyIDs()) != 1 || signer.ID() == "" {
		t.Error("the ids are gone")
	}
	// A verifier does not need its keyring any more.
	if _, err = verifier.Write([]byte("body")); err != nil {
		t.Error(err)
	}
	if _, err = verifier.Finish(now); err != nil {
		t.Error(err)
	}
}

func TestAZeroKeyringIsClosed(t *testing.T) {
	var keyring signkey.Keyring
	_, err := keyring.VerifyRequest(nil, signed(""), now)
	wantError(t, err, signkey.ErrFinished)
	if err := keyring.Close(); err != nil {
		t.Error(err)
	}
}
