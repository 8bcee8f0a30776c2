package signkey_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// post is a request whose body is signed; its own body is not there to be read.
func post(body string) *http.Request {
	r := httptest.NewRequest("POST", "/", nil)
	r.Header = signed(body)
	return r
}

func get(header http.Header) *http.Request {
	r := httptest.NewRequest("GET", "/", nil)
	if header != nil {
		r.Header = header
	}
	return r
}

func newEndpoint(
	t testing.TB, mode signkey.Mode, keyring *signkey.Keyring, opts ...signkey.EndpointOption,
) *signkey.Endpoint {
	t.Helper()
	endpoint, err := signkey.NewEndpoint(mode, keyring, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = endpoint.Close() })
	return endpoint
}

func TestVerifiedCaller(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, other, key))
	caller, err := endpoint.Authenticate(post("body"), []byte("body"), now)
	verified, ok := caller.(signkey.Verified)
	if err != nil || !ok || verified.KeyIndex != 1 || verified.Age != 42*time.Second ||
		verified.KeyID != newKeyring(t, key).KeyIDs()[0] {
		t.Errorf("%#v, %v", caller, err)
	}
	signature, err := endpoint.SignResponse([]byte("answer"), verified,
		signkey.WithUnixTimestamp(signedAt), signkey.WithKeyIndex(0))
	if err != nil || signature != bodySignature("answer") {
		t.Error(signature, err)
	}
	_, err = endpoint.Authenticate(post("body"), []byte("other"), now)
	wantError(t, err, signkey.ErrSignatureMismatch)
	_, err = endpoint.Authenticate(get(nil), nil, now)
	wantError(t, err, signkey.ErrMissingSignature)
	twice := get(header(signature, signature))
	_, err = endpoint.Authenticate(twice, nil, now)
	wantError(t, err, signkey.ErrMalformedSignature)
	// Two spellings of one name are two headers.
	twice.Header = http.Header{signkey.HeaderName: {signature}, "x-inngest-signature": {signature}}
	_, err = endpoint.Authenticate(twice, nil, now)
	wantError(t, err, signkey.ErrMalformedSignature)
}

// bodySignature is the signature of a body under the key at signedAt.
func bodySignature(body string) string {
	return signature(keyText, []byte(body), signedAt)
}

func TestUnverifiedCallers(t *testing.T) {
	keyring := newKeyring(t, key)
	for _, test := range []struct {
		endpoint *signkey.Endpoint
		request  *http.Request
		want     signkey.UnverifiedReason
		name     string
	}{
		{newEndpoint(t, signkey.ModeDev, keyring), get(nil), signkey.ReasonDev, "dev"},
		{newEndpoint(t, signkey.ModeDev, nil), post("body"), signkey.ReasonDevWithoutKey, "dev_without_key"},
		{
			newEndpoint(t, signkey.ModeCloud, keyring, signkey.AllowUnsigned("GET"), signkey.AllowUnsigned("HEAD", "X")),
			get(nil), signkey.ReasonUnsignedMethod, "unsigned_method",
		},
		{
			newEndpoint(t, signkey.ModeCloud, keyring, nil, signkey.AllowUnsignedSync()),
			httptest.NewRequest("PUT", "/", nil), signkey.ReasonUnsignedSync, "unsigned_sync",
		},
	} {
		caller, err := test.endpoint.Authenticate(test.request, []byte("body"), now)
		if caller != (signkey.Unverified{Reason: test.want}) || err != nil {
			t.Errorf("%v, %v, want %v", caller, err, test.want)
		}
		encoded, err := json.Marshal(caller)
		if fmt.Sprint(test.want) != test.name || string(encoded) != `{"Reason":"`+test.name+`"}` {
			t.Error(test.want, string(encoded), err)
		}
	}
}

func TestUnreadBodies(t *testing.T) {
	keyring := newKeyring(t, key)
	_, broken := signkey.NewKeyring("test")
	cloud := newEndpoint(t, signkey.ModeCloud, keyring, signkey.AllowUnsigned("GET"))
	dev := newEndpoint(t, signkey.ModeDev, keyring)
	keyless := newEndpoint(t, signkey.ModeDev, nil)
	noKey := newEndpoint(t, signkey.ModeCloud, nil, signkey.WithKeyringError(broken))
	closed := newEndpoint(t, signkey.ModeDev, nil)
	_ = closed.Close()
	unsigned, malformed, twice := post(""), post(""), post("")
	unsigned.Header = nil
	malformed.Header.Set(signkey.HeaderName, "t=1")
	twice.Header["x-inngest-signature"] = twice.Header[signkey.HeaderName]
	for name, test := range map[string]struct {
		endpoint *signkey.Endpoint
		request  *http.Request
		reason   signkey.UnverifiedReason
		err      *signkey.Error
	}{
		// No other reason than these is 0: here the body decides.
		"signed":          {cloud, post("body"), 0, nil},
		"signed GET":      {cloud, get(signed("body")), 0, nil},
		"signed in dev":   {dev, post("body"), 0, nil},
		"unsigned":        {cloud, unsigned, 0, signkey.ErrMissingSignature},
		"malformed":       {cloud, malformed, 0, signkey.ErrMalformedSignature},
		"twice":           {cloud, twice, 0, signkey.ErrMalformedSignature},
		"malformed, dev":  {dev, malformed, 0, signkey.ErrMalformedSignature},
		"broken key":      {noKey, post("body"), 0, signkey.ErrNonHexKey},
		"closed":          {closed, unsigned, 0, signkey.ErrFinished},
		"unsigned GET":    {cloud, get(nil), signkey.ReasonUnsignedMethod, nil},
		"unsigned in dev": {dev, unsigned, signkey.ReasonDev, nil},
		"no key in dev":   {keyless, malformed, signkey.ReasonDevWithoutKey, nil},
	} {
		t.Run(name, func(t *testing.T) {
			caller, isDecided, err := test.endpoint.AuthenticateUnread(test.request)
			if test.err != nil {
				wantError(t, err, test.err)
			} else if err != nil {
				t.Error(err)
			}
			if caller.Reason != test.reason || isDecided != (test.reason != 0) {
				t.Errorf("%v, %v, want %v", caller.Reason, isDecided, test.reason)
			}
		})
	}
}

func TestMissingKeyring(t *testing.T) {
	_, broken := signkey.NewKeyring(key + "0")
	for _, test := range []struct {
		opts []signkey.EndpointOption
		want *signkey.Error
	}{
		{nil, signkey.ErrMissingSigningKey},
		{[]signkey.EndpointOption{signkey.WithKeyringError(nil)}, signkey.ErrMissingSigningKey},
		{[]signkey.EndpointOption{signkey.WithKeyringError(broken)}, signkey.ErrOddKeyLength},
		{[]signkey.EndpointOption{signkey.WithKeyringError(fmt.Errorf("key: %w", broken))}, signkey.ErrOddKeyLength},
	} {
		_, err := newEndpoint(t, signkey.ModeCloud, nil, test.opts...).Authenticate(get(nil), nil, now)
		wantError(t, err, test.want)
	}
	position := signkey.ErrNonHexKey
	_, broken = signkey.NewKeyring(key + "x")
	_, err := newEndpoint(t, signkey.ModeCloud, nil, signkey.WithKeyringError(broken)).Authenticate(get(nil), nil, now)
	wantError(t, err, position)
	if at, ok := err.(*signkey.Error).Position(); !ok || at != uint64(len(key))+1 {
		t.Error("the position is lost", err)
	}
}

func TestEndpointOptions(t *testing.T) {
	keyring := newKeyring(t, key)
	narrow := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithWindow(41*time.Second, 0))
	_, err := narrow.Authenticate(post("body"), []byte("body"), now)
	wantError(t, err, signkey.ErrExpired)
	small := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithMaxJSONSize(2))
	for body, want := range map[string]*signkey.Error{"{}": nil, "{} ": signkey.ErrSignatureMismatch} {
		_, err := small.Authenticate(post("{}"), []byte(body), now)
		if want != nil {
			wantError(t, err, want)
		} else if err != nil {
			t.Error(err)
		}
	}
	for name, opt := range map[string]signkey.EndpointOption{
		"clock":         now,
		"window":        signkey.WithWindow(-time.Second, 0),
		"JSON":          signkey.WithMaxJSONSize(0),
		"foreign error": signkey.WithKeyringError(errors.New("foreign")),
		"UTF-8":         signkey.AllowUnsigned("\xff"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := signkey.NewEndpoint(signkey.ModeCloud, keyring, opt)
			wantError(t, err, signkey.ErrInvalidArgument)
			config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
			_, err = config.Endpoint(opt)
			wantError(t, err, signkey.ErrInvalidArgument)
		})
	}
	for _, mode := range []signkey.Mode{0, 3} {
		_, err := signkey.NewEndpoint(mode, keyring)
		wantError(t, err, signkey.ErrInvalidArgument)
	}
	_, err = narrow.Authenticate(get(nil), nil, signkey.WithWindow(time.Hour, 0))
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = narrow.Authenticate(get(nil), nil, signkey.WithNow(time.Unix(-1, 0)))
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestConfigEndpoint(t *testing.T) {
	values := map[string]string{"INNGEST_SIGNING_KEY": key, "INNGEST_ENABLE_UNAUTHED_SYNC": "1"}
	config := newConfig(t, signkey.ConfigOptions{}, values)
	endpoint, err := config.Endpoint(signkey.AllowUnsigned("GET"))
	if err != nil {
		t.Fatal(err)
	}
	for method, want := range map[string]signkey.UnverifiedReason{
		"GET": signkey.ReasonUnsignedMethod, "PUT": signkey.ReasonUnsignedSync,
	} {
		caller, err := endpoint.Authenticate(httptest.NewRequest(method, "/", nil), nil)
		if caller != (signkey.Unverified{Reason: want}) {
			t.Error(method, caller, err)
		}
	}
	caller, err := endpoint.Authenticate(post("body"), []byte("body"), now)
	verified, ok := caller.(signkey.Verified)
	if !ok {
		t.Fatal(caller, err)
	}
	if _, err := endpoint.SignResponse(nil, verified); err != nil {
		t.Error(err)
	}
	for range 2 {
		if endpoint.Close() != nil {
			t.Fatal("Close failed")
		}
	}
	_, err = endpoint.SignResponse(nil, verified)
	wantError(t, err, signkey.ErrFinished)
}

func TestClosedEndpoint(t *testing.T) {
	keyring := newKeyring(t, key)
	endpoint := newEndpoint(t, signkey.ModeDev, keyring)
	ofClosed := newEndpoint(t, signkey.ModeDev, keyring)
	_ = endpoint.Close()
	_, err := endpoint.Authenticate(get(nil), nil, now)
	wantError(t, err, signkey.ErrFinished)
	if _, ok := endpoint.Warning(http.Header{"X-Inngest-Server-Kind": {"cloud"}}); ok {
		t.Error("a warning out of nowhere")
	}
	if _, err := keyring.VerifyRequest([]byte("body"), signed("body"), now); err != nil {
		t.Error("the endpoint closed the keyring", err)
	}
	_ = keyring.Close()
	_, err = ofClosed.Authenticate(get(nil), nil, now)
	wantError(t, err, signkey.ErrFinished)
	_, err = signkey.NewEndpoint(signkey.ModeDev, keyring)
	wantError(t, err, signkey.ErrFinished)
	_, err = (&signkey.Endpoint{}).Authenticate(get(nil), nil, now)
	wantError(t, err, signkey.ErrFinished)
}

func TestForeignVerdict(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	for _, verdict := range []signkey.Verified{
		{}, {KeyIndex: -1}, {KeyIndex: 1}, {KeyID: newKeyring(t, other).KeyIDs()[0]},
	} {
		_, err := endpoint.SignResponse(nil, verdict)
		wantError(t, err, signkey.ErrInvalidArgument)
	}
	_, err := newEndpoint(t, signkey.ModeDev, nil).SignResponse(nil, signkey.Verified{})
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestWarnings(t *testing.T) {
	cloud, dev := newEndpoint(t, signkey.ModeCloud, nil), newEndpoint(t, signkey.ModeDev, nil)
	kind := func(values ...string) http.Header { return http.Header{"X-Inngest-Server-Kind": values} }
	for _, test := range []struct {
		endpoint *signkey.Endpoint
		header   http.Header
		want     signkey.Warning
		code     string
	}{
		{cloud, kind("dev"), signkey.WarningDevServerInCloudMode, "dev_server_in_cloud_mode"},
		{dev, kind("cloud"), signkey.WarningCloudServerInDevMode, "cloud_server_in_dev_mode"},
		{cloud, kind("cloud"), 0, ""},
		{dev, kind("dev"), 0, ""},
		{cloud, kind("dev", "dev"), 0, ""},
		{cloud, nil, 0, ""},
	} {
		warning, ok := test.endpoint.Warning(test.header)
		if warning != test.want || ok != (test.want != 0) {
			t.Error(test.header, warning, ok)
		}
		text, err := warning.MarshalText()
		if ok && (warning.Code() != test.code || string(text) != test.code || err != nil || warning.String() == "") {
			t.Error(warning.Code(), warning, string(text))
		}
	}
}
