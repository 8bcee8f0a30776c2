package signkey_test

import (
	"net/http"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// calls are all calls that look for a signature in headers.
func calls(t *testing.T) map[string]func(http.Header) error {
	keyring := newKeyring(t, key)
	endpoint := newEndpoint(t, signkey.ModeCloud, keyring)
	return map[string]func(http.Header) error{
		"VerifyRequest": func(header http.Header) error {
			_, err := keyring.VerifyRequest([]byte("body"), header, now)
			return err
		},
		"VerifyResponse": func(header http.Header) error {
			_, err := keyring.VerifyResponse([]byte("body"), header, now)
			return err
		},
		"NewVerifier": func(header http.Header) error {
			verifier, err := keyring.NewVerifier(header)
			if err != nil {
				return err
			}
			_, _ = verifier.Write([]byte("body"))
			_, err = verifier.Finish(now)
			return err
		},
		"AdmitWhole": func(header http.Header) error {
			_, err := verdict(endpoint, header, "body")
			return err
		},
	}
}

func TestEveryCallFindsAHeaderInAnyCase(t *testing.T) {
	value := bodySignature("body")
	more := http.Header{"Content-Type": {"application/json"}, "X-Inngest-Sdk": {"example:v1.2.3"}}
	for name, call := range calls(t) {
		t.Run(name, func(t *testing.T) {
			for _, spelling := range []string{
				signkey.HeaderName, "x-inngest-signature", "X-INNGEST-SIGNATURE", "x-Inngest-signaturE",
			} {
				if err := call(http.Header{spelling: {value}}); err != nil {
					t.Error(spelling, err)
				}
				crowd := more.Clone()
				crowd[spelling] = []string{value}
				if err := call(crowd); err != nil {
					t.Error(spelling, "among others", err)
				}
				wantError(t, call(http.Header{spelling: {""}}), signkey.ErrMalformedSignature)
				wantError(t, call(http.Header{spelling: {}}), signkey.ErrMissingSignature)
			}
			for _, spelling := range []string{"X-Inngest-Signatur", "X-Inngest-Signatures", "X-Inngest-ſignature"} {
				wantError(t, call(http.Header{spelling: {value}}), signkey.ErrMissingSignature)
			}
		})
	}
}

func TestEveryCallCountsAllSpellingsOfAHeader(t *testing.T) {
	value := bodySignature("body")
	for name, call := range calls(t) {
		t.Run(name, func(t *testing.T) {
			for _, header := range []http.Header{
				{signkey.HeaderName: {value, value}},
				{signkey.HeaderName: {value}, "x-inngest-signature": {value}},
				{signkey.HeaderName: {value}, "x-inngest-signature": {""}},
				{strings.ToUpper(signkey.HeaderName): {value}, "x-inngest-signature": {value}},
			} {
				wantError(t, call(header), signkey.ErrMalformedSignature)
			}
			if err := call(http.Header{signkey.HeaderName: {value}, "x-inngest-signature": nil}); err != nil {
				t.Error("a name without a value counts", err)
			}
		})
	}
}

func TestASignatureIsVerifiedFromItsText(t *testing.T) {
	keyring := newKeyring(t, key)
	for name, call := range map[string]func([]byte, string, ...signkey.VerifyOption) (signkey.Verified, error){
		"request": keyring.VerifyRequestSignature, "response": keyring.VerifyResponseSignature,
	} {
		t.Run(name, func(t *testing.T) {
			verified, err := call([]byte("body"), bodySignature("body"), now)
			if err != nil || verified.UnixTime != signedAt {
				t.Error(verified, err)
			}
			_, err = call([]byte("body"), "", now)
			wantError(t, err, signkey.ErrMissingSignature)
			_, err = call([]byte("body"), " ", now)
			wantError(t, err, signkey.ErrMalformedSignature)
			_, err = call([]byte("other"), bodySignature("body"), now)
			wantError(t, err, signkey.ErrSignatureMismatch)
		})
	}
}

func TestACredentialIsFoundInAnyCase(t *testing.T) {
	keyring := newKeyring(t, newKey, oldKey)
	index, err := keyring.VerifyToken(http.Header{"authorization": {oldBearer}})
	if index != 1 || err != nil {
		t.Error(index, err)
	}
}
