package signkey_test

import (
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestSignaturesAreThoseOfAnotherLibrary(t *testing.T) {
	at := signkey.WithTimestamp(time.Unix(signedAt, 500))
	keyring := newKeyring(t, key, other)
	signer, err := signkey.NewSigningKey(key)
	if err != nil {
		t.Fatal(err)
	}
	defer signer.Close()
	type sign func([]byte, ...signkey.SignOption) (string, error)
	for name, test := range map[string]struct {
		sign         sign
		body, signed string
	}{
		"keyring, request":  {keyring.SignRequest, `{"b":1, "a":2}`, `{"a":2,"b":1}`},
		"keyring, response": {keyring.SignResponse, `{"b":1, "a":2}`, `{"b":1, "a":2}`},
		"keyring, raw":      {keyring.SignRaw, "", ""},
		"key, request":      {signer.SignRequest, `{"b":1, "a":2}`, `{"a":2,"b":1}`},
		"key, response":     {signer.SignResponse, "a\n", "a\n"},
		"key, raw":          {signer.SignRaw, "\x00\xff", "\x00\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := test.sign([]byte(test.body), at)
			if want := signature(keyText, []byte(test.signed), signedAt); got != want || err != nil {
				t.Errorf("got %q and %v, want %q", got, err, want)
			}
			_, err = test.sign([]byte(test.body), signkey.WithTimestamp(time.Unix(-1, 0)))
			wantError(t, err, signkey.ErrInvalidArgument)
			_, err = test.sign([]byte(test.body), signkey.WithUnixTimestamp(10_000_000_000_000_000_000))
			wantError(t, err, signkey.ErrInvalidTimestamp)
			_, err = test.sign([]byte(test.body), signkey.WithKeyIndex(2))
			wantError(t, err, signkey.ErrInvalidArgument)
			_, err = test.sign([]byte(test.body), signkey.WithKeyIndex(-1))
			wantError(t, err, signkey.ErrInvalidArgument)
		})
	}
	got, err := keyring.SignResponse([]byte("a"), at, signkey.WithKeyIndex(1), signkey.SignOption{})
	if want := signature(otherText, []byte("a"), signedAt); got != want || err != nil {
		t.Errorf("got %q and %v, want %q", got, err, want)
	}
}

func TestWhatIsNoJSONIsNotSignedAsARequest(t *testing.T) {
	keyring := newKeyring(t, key)
	for body, want := range map[string]*signkey.Error{
		"":                   signkey.ErrInvalidJSON,
		"{":                  signkey.ErrInvalidJSON,
		`{"a":1,"a":2}`:      signkey.ErrJSONDuplicateMember,
		`[9007199254740993]`: signkey.ErrJSONNumberLossy,
	} {
		_, err := keyring.SignRequest([]byte(body))
		wantError(t, err, want)
	}
}

func TestDocumentsAreBroughtIntoCanonicalForm(t *testing.T) {
	for json, want := range map[string]struct {
		canonical string
		lossless  bool
	}{
		`{ "b": 4.50, "a": "\u20ac" }`: {`{"a":"€","b":4.5}`, true},
		`-0`:                           {`0`, false},
		` "" `:                         {`""`, true},
		`[]`:                           {`[]`, true},
	} {
		canonical, lossless, err := signkey.Canonicalize([]byte(json))
		if string(canonical) != want.canonical || lossless != want.lossless || err != nil {
			t.Errorf("%s: got %s, %v, %v", json, canonical, lossless, err)
		}
	}
	_, _, err := signkey.Canonicalize([]byte("[1, 2,]"))
	wantError(t, err, signkey.ErrInvalidJSON)
	if position, ok := err.(*signkey.Error).Position(); position != 6 || !ok {
		t.Errorf("position %d, %v", position, ok)
	}
	_, _, err = signkey.CanonicalizeWithin([]byte("[1]"), 2)
	wantError(t, err, signkey.ErrJSONTooLarge)
	_, _, err = signkey.CanonicalizeWithin([]byte("[1]"), 0)
	wantError(t, err, signkey.ErrInvalidArgument)
	if _, _, err = signkey.CanonicalizeWithin([]byte("[1]"), 3); err != nil {
		t.Error(err)
	}
}
