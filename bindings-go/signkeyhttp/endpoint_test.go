package signkeyhttp_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

// caller says who the middleware let through.
func caller(w http.ResponseWriter, r *http.Request) {
	admission, ok := signkeyhttp.AdmissionFromContext(r.Context())
	if !ok {
		return
	}
	body, _ := io.ReadAll(r.Body)
	caller, _ := admission.Caller()
	switch caller := caller.(type) {
	case signkey.Verified:
		_, _ = io.WriteString(w, "verified "+caller.KeyID+" "+string(body))
	case signkey.Unverified:
		_, _ = io.WriteString(w, "unverified "+caller.Reason.String()+" "+string(body))
	}
}

func TestTheEndpointJudges(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	verified := "verified " + kit.Keyring().KeyIDs()[0] + " body"
	_, broken := signkey.NewKeyring("test")
	endpoint := func(mode signkey.Mode, keyring *signkey.Keyring, opts ...signkey.EndpointOption) *signkey.Endpoint {
		return newEndpoint(t, mode, keyring, append(opts, signkey.WithSignedResponses())...)
	}
	cloud := endpoint(signkey.ModeCloud, kit.Keyring())
	lax := endpoint(signkey.ModeCloud, kit.Keyring(), signkey.WithUnsignedMethods("GET"), signkey.WithUnsignedSync())
	dev := endpoint(signkey.ModeDev, kit.Keyring())
	keyless := endpoint(signkey.ModeDev, nil)
	brokenDev := endpoint(signkey.ModeDev, nil, signkey.WithKeyringError(broken))
	brokenCloud := endpoint(signkey.ModeCloud, nil, signkey.WithKeyringError(broken))
	for name, test := range map[string]struct {
		endpoint *signkey.Endpoint
		method   string
		request  signkeytest.Request
		status   int
		body     string
	}{
		"cloud, signed":             {cloud, "POST", kit.Signed([]byte("body")), 200, verified},
		"cloud, fallback":           {cloud, "POST", kit.FallbackSigned([]byte("body")), 200, "verified " + kit.Keyring().KeyIDs()[1] + " body"},
		"cloud, unsigned":           {cloud, "PUT", signkeytest.Request{}, 401, "missing_signature"},
		"cloud, tampered":           {cloud, "POST", kit.Tampered([]byte("body")), 401, "signature_mismatch"},
		"lax, unsigned GET":         {lax, "GET", signkeytest.Request{Body: []byte("body")}, 200, "unverified unsigned_method body"},
		"lax, unsigned PUT":         {lax, "PUT", signkeytest.Request{}, 200, "unverified unsigned_sync "},
		"lax, unsigned POST":        {lax, "POST", signkeytest.Request{}, 401, "missing_signature"},
		"dev, signed":               {dev, "POST", kit.Signed([]byte("body")), 200, verified},
		"dev, unsigned":             {dev, "POST", signkeytest.Request{Body: []byte("body")}, 200, "unverified dev body"},
		"dev, tampered":             {dev, "POST", kit.Tampered([]byte("body")), 401, "signature_mismatch"},
		"dev without key, signed":   {keyless, "POST", kit.Signed([]byte("body")), 200, "unverified dev_without_key body"},
		"dev without key, unsigned": {keyless, "POST", signkeytest.Request{}, 200, "unverified dev "},
		"broken key, signed":        {brokenDev, "POST", kit.Signed([]byte("body")), 500, "non_hex_key"},
		"broken key, unsigned":      {brokenDev, "POST", signkeytest.Request{}, 200, "unverified dev "},
		"broken key, cloud":         {brokenCloud, "POST", signkeytest.Request{}, 500, "non_hex_key"},
	} {
		t.Run(name, func(t *testing.T) {
			options := &signkeyhttp.Options{Now: kit.Now}
			handler := signkeyhttp.Middleware(test.endpoint, options)(http.HandlerFunc(caller))
			got := httptest.NewRecorder()
			handler.ServeHTTP(got, test.request.HTTP(test.method, "/"))
			body := got.Body.String()
			if got.Code != test.status || !strings.Contains(body, test.body) || test.status == 200 && body != test.body {
				t.Errorf("status %d, %s", got.Code, body)
			}
			_, err := kit.Keyring().VerifyResponse(
				got.Body.Bytes(), got.Header(), signkey.WithNow(kit.Now()), signkey.WithWindow(0, 0))
			if isVerified := strings.HasPrefix(body, "verified"); (err == nil) != isVerified {
				t.Error("the signature of the response:", err)
			}
		})
	}
}

func TestAClosedEndpointRefuses(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	endpoint := newEndpoint(t, signkey.ModeDev, kit.Keyring())
	var refusal error
	handler := signkeyhttp.Middleware(endpoint, &signkeyhttp.Options{
		OnRefused: func(_ *http.Request, err *signkey.Error) { refusal = err },
	})(http.HandlerFunc(caller))
	_ = endpoint.Close()
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, httptest.NewRequest("GET", "/", nil))
	if got.Code != 500 || !errors.Is(refusal, signkey.ErrFinished) {
		t.Error(got.Code, refusal)
	}
}

func TestWarningsAreTold(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	for mode, test := range map[signkey.Mode]struct {
		kind string
		want signkey.Warning
	}{
		signkey.ModeCloud: {"dev", signkey.WarningDevServerInCloudMode},
		signkey.ModeDev:   {"cloud", signkey.WarningCloudServerInDevMode},
	} {
		var warnings []signkey.Warning
		endpoint := newEndpoint(t, mode, kit.Keyring())
		options := &signkeyhttp.Options{
			OnWarning: func(_ *http.Request, warning signkey.Warning) { warnings = append(warnings, warning) },
			Now:       kit.Now,
		}
		handler := signkeyhttp.Middleware(endpoint, options)(http.HandlerFunc(caller))
		for _, kind := range []string{test.kind, mode.String(), ""} {
			r := kit.Signed([]byte("body")).HTTP("POST", "/")
			r.Header.Set("X-Inngest-Server-Kind", kind)
			got := httptest.NewRecorder()
			handler.ServeHTTP(got, r)
			if got.Code != 200 {
				t.Error("a warning refuses", got.Code)
			}
		}
		if len(warnings) != 1 || warnings[0] != test.want {
			t.Error(mode, warnings)
		}
		// Without anyone to tell.
		options.OnWarning = nil
		r := kit.Signed([]byte("body")).HTTP("POST", "/")
		r.Header.Set("X-Inngest-Server-Kind", test.kind)
		signkeyhttp.Middleware(endpoint, options)(http.HandlerFunc(caller)).ServeHTTP(httptest.NewRecorder(), r)
	}
}
