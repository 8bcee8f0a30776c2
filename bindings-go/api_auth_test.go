package signkey_test

import (
	"net/http"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

const (
	// Keys and their credentials, whose hashes are those of sha256sum.
	oldKey    = "signkey-test-12345678"
	newKey    = "signkey-prod-9abcdef0"
	oldBearer = "Bearer signkey-test-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c"
	newBearer = "Bearer signkey-prod-8c4f29d981173b1b7d0c212d1a829d58881f3794976d55d201db44536c59f676"

	apiOrigin = "https://api.example"
)

func newAPIAuth(t testing.TB, keyring *signkey.Keyring) *signkey.APIAuth {
	t.Helper()
	auth, err := signkey.NewAPIAuth(keyring, apiOrigin+"/base")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = auth.Close() })
	return auth
}

// call makes a call that works with one credential alone, and says which ones were sent.
func call(t testing.TB, auth *signkey.APIAuth, right string) []string {
	t.Helper()
	attempt, err := auth.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var sent []string
	for again := true; again; {
		credential, err := auth.Authorization(attempt)
		if err != nil {
			t.Fatal(err)
		}
		sent = append(sent, credential)
		status := 401
		if credential == right {
			status = 200
		}
		attempt, again = auth.After(attempt, status)
	}
	return sent
}

func TestTheCredentialThatWorkedIsUsedFromThenOn(t *testing.T) {
	keyring := newKeyring(t, newKey, oldKey)
	auth := newAPIAuth(t, keyring)
	_ = keyring.Close()
	for i, want := range [][]string{{newBearer, oldBearer}, {oldBearer}} {
		got := call(t, auth, oldBearer)
		if len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("call %d sent %q, want %q", i, got, want)
		}
	}
	if sent := call(t, newAPIAuth(t, nil), newBearer); len(sent) != 1 || sent[0] != "" {
		t.Errorf("sent %q", sent)
	}
	// What cannot be a status is no answer.
	attempt, _ := auth.Begin()
	for _, status := range []int{-1, 0, 65536 + 401, 1 << 40} {
		if next, again := auth.After(attempt, status); again || next != attempt {
			t.Error("again after", status)
		}
	}
}

func TestCredentialsGoToTheOriginAlone(t *testing.T) {
	auth := newAPIAuth(t, nil)
	for url, want := range map[string]bool{
		apiOrigin: true, apiOrigin + ":443/x?y": true, "HTTPS://API.EXAMPLE/": true,
		"http://api.example": false, apiOrigin + ":444": false, apiOrigin + ".example": false, "": false, "\xff": false,
	} {
		if auth.MaySendTo(url) != want {
			t.Error(url)
		}
	}
}

func TestACallNeedsAnOriginAndOpenKeys(t *testing.T) {
	_, err := signkey.NewAPIAuth(nil, "api.example")
	wantError(t, err, signkey.ErrMalformedURL)
	_, err = signkey.NewAPIAuth(nil, "https://\xff")
	wantError(t, err, signkey.ErrInvalidArgument)
	keyring := newKeyring(t, key)
	_ = keyring.Close()
	_, err = signkey.NewAPIAuth(keyring, apiOrigin)
	wantError(t, err, signkey.ErrFinished)
}

func TestClosedAPIAuthenticationIsOver(t *testing.T) {
	auth := newAPIAuth(t, newKeyring(t, newKey, oldKey))
	attempt, err := auth.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if auth.Close() != nil {
			t.Fatal("Close failed")
		}
	}
	_, err = auth.Begin()
	wantError(t, err, signkey.ErrFinished)
	_, err = auth.Authorization(attempt)
	wantError(t, err, signkey.ErrFinished)
	if _, again := auth.After(attempt, 401); again || auth.MaySendTo(apiOrigin) {
		t.Error("it goes on")
	}
}

func TestATokenIsFoundUnderItsKey(t *testing.T) {
	keyring := newKeyring(t, newKey, oldKey)
	for _, test := range []struct {
		values []string
		index  int
		want   *signkey.Error
	}{
		{[]string{newBearer}, 0, nil},
		{[]string{oldBearer}, 1, nil},
		{nil, 0, signkey.ErrMissingToken},
		{[]string{""}, 0, signkey.ErrMalformedToken},
		{[]string{newBearer, newBearer}, 0, signkey.ErrMalformedToken},
		{[]string{"Bearer " + newKey}, 0, signkey.ErrMalformedToken},
		{[]string{oldBearer[:len(oldBearer)-1] + "0"}, 0, signkey.ErrTokenMismatch},
	} {
		index, err := keyring.VerifyToken(http.Header{"Authorization": test.values})
		switch {
		case test.want != nil:
			wantError(t, err, test.want)
		case err != nil || index != test.index:
			t.Error(test.values, index, err)
		}
	}
	_ = keyring.Close()
	_, err := keyring.VerifyToken(http.Header{"Authorization": {newBearer}})
	wantError(t, err, signkey.ErrFinished)
}
