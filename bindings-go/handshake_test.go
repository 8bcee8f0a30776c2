package signkey_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

var app = signkey.App{
	ID: "shop", SDK: "example:v1.2.3", Language: "go", Framework: "net/http", Functions: 3, TrustProbe: true,
}

// put is the request that begins a sync, signed at signedAt.
func put(more ...string) *http.Request {
	r := httptest.NewRequest("PUT", "/?deployId=7", nil)
	r.Header = signed("")
	for i := 0; i < len(more); i += 2 {
		r.Header.Set(more[i], more[i+1])
	}
	return r
}

func newHandshake(t testing.TB, app signkey.App, r *http.Request) (*signkey.Handshake, error) {
	t.Helper()
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key, SigningKeyFallback: other}, nil)
	defer config.Close()
	endpoint, err := config.Endpoint(signkey.AllowUnsigned("PUT"))
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	auth, err := config.APIAuth()
	if err != nil {
		t.Fatal(err)
	}
	defer auth.Close()
	handshake, err := signkey.NewHandshake(config, auth, app, endpoint, r, nil, now)
	if err == nil {
		t.Cleanup(func() { _ = handshake.Close() })
	}
	return handshake, err
}

func TestHandshake(t *testing.T) {
	sync, err := newHandshake(t, app, put("X-Inngest-Server-Kind", "cloud"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := sync.Outcome(); ok || sync.IsInBand() {
		t.Error("done before it begins")
	}
	_, err = sync.Response(nil, now)
	wantError(t, err, signkey.ErrInvalidArgument)
	credentials := map[string]bool{}
	requests := 0
	for request, ok := sync.Request(); ok; request, ok = sync.Request() {
		if again, _ := sync.Request(); again.Header.Get("Authorization") != request.Header.Get("Authorization") {
			t.Error("asking changes the request")
		}
		if request.URL != "https://api.inngest.com/fn/register?deployId=7" || request.Header.Get("X-Inngest-Sdk") != app.SDK {
			t.Error(request.URL, request.Header)
		}
		credentials[request.Header.Get("Authorization")] = true
		requests++
		answer := `{"ok":true,"modified":true}`
		if err := sync.Answer(map[int]int{1: 403, 2: 200}[requests], []byte(answer)); err != nil {
			t.Fatal(err)
		}
	}
	if requests != 2 || len(credentials) != 2 {
		t.Error(requests, "requests,", len(credentials), "credentials")
	}
	wantError(t, sync.Answer(200, nil), signkey.ErrFinished)
	_, err = sync.Response([]byte("{}"), now)
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = sync.Response(nil, signkey.WithWindowSeconds(1, 1))
	wantError(t, err, signkey.ErrInvalidArgument)
	response, err := sync.Response(nil, signkey.WithUnixNow(signedAt))
	if err != nil || response.Status != 200 || response.Header.Get(signkey.HeaderName) != bodySignature(string(response.Body)) {
		t.Error(response, err)
	}
	message, modified, ok := sync.Outcome()
	if message == "" || !modified || !ok || !strings.Contains(string(response.Body), message) {
		t.Error(message, modified, ok)
	}
}

func TestHandshakeInBand(t *testing.T) {
	sync, err := newHandshake(t, app, put("X-Inngest-Sync-Kind", "in_band"))
	if err != nil || !sync.IsInBand() {
		t.Fatal(sync, err)
	}
	if _, ok := sync.Request(); ok {
		t.Error("there is something to send")
	}
	wantError(t, sync.Answer(200, nil), signkey.ErrInvalidArgument)
	_, err = sync.Response(nil, now)
	wantError(t, err, signkey.ErrInvalidArgument)
	for _, configuration := range []string{`{"a":1}`, ""} {
		response, err := sync.Response([]byte(configuration), signkey.WithUnixNow(signedAt))
		if err != nil || response.Status != 200 || string(response.Body) != configuration ||
			response.Header.Get(signkey.HeaderName) != bodySignature(configuration) {
			t.Error(response, err)
		}
	}
}

// TestHandshakeUnsigned tells anyone nothing of the SDK, and signs nothing.
func TestHandshakeUnsigned(t *testing.T) {
	r := put("X-Inngest-Sync-Kind", "in_band")
	r.Header.Del(signkey.HeaderName)
	sync, err := newHandshake(t, app, r)
	if err != nil || sync.IsInBand() {
		t.Fatal(sync, err)
	}
	if err := sync.Answer(0, nil); err != nil {
		t.Fatal(err)
	}
	response, err := sync.Response(nil)
	if err != nil || response.Status != 500 || response.Header.Get(signkey.HeaderName) != "" ||
		response.Header.Get("X-Inngest-Sdk") != "" {
		t.Error(response, err)
	}
}

func TestRefusedHandshakes(t *testing.T) {
	wrong, unnamed := put(), app
	wrong.Header = signed("other")
	unnamed.SDK = "example"
	for name, test := range map[string]struct {
		app     signkey.App
		request *http.Request
		want    *signkey.Error
	}{
		"signature": {app, wrong, signkey.ErrSignatureMismatch},
		"method":    {app, post(""), signkey.ErrMethodNotAllowed},
		"SDK":       {unnamed, put(), signkey.ErrInvalidArgument},
		"UTF-8":     {signkey.App{ID: "\xff"}, put(), signkey.ErrInvalidArgument},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newHandshake(t, test.app, test.request)
			wantError(t, err, test.want)
		})
	}
	// Nothing that a client can send is a fault of this side.
	strange := put()
	strange.URL.RawQuery = "a=\xff&deployId=\xfe"
	strange.Header["\xff"] = []string{"\xff"}
	if _, err := newHandshake(t, app, strange); err != nil {
		t.Error(err)
	}
	strange.Method, strange.URL = "\xff", nil
	_, err := newHandshake(t, app, strange)
	wantError(t, err, signkey.ErrMethodNotAllowed)
}

func TestClosedHandshake(t *testing.T) {
	sync, err := newHandshake(t, app, put())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if sync.Close() != nil {
			t.Fatal("Close failed")
		}
	}
	_, err = sync.Response(nil)
	wantError(t, err, signkey.ErrFinished)
	wantError(t, sync.Answer(200, nil), signkey.ErrFinished)
	_, isRequest := sync.Request()
	_, _, isOver := sync.Outcome()
	if isRequest || isOver || sync.IsInBand() {
		t.Error("it goes on")
	}
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
	endpoint, auth := newEndpoint(t, signkey.ModeDev, nil), newAPIAuth(t, nil)
	begin := func() error {
		_, err := signkey.NewHandshake(config, auth, app, endpoint, put(), nil, now)
		return err
	}
	if err := begin(); err != nil {
		t.Fatal(err)
	}
	_ = endpoint.Close()
	wantError(t, begin(), signkey.ErrFinished)
	endpoint = newEndpoint(t, signkey.ModeDev, nil)
	_ = auth.Close()
	wantError(t, begin(), signkey.ErrFinished)
	auth = newAPIAuth(t, nil)
	_ = config.Close()
	wantError(t, begin(), signkey.ErrFinished)
}

func TestIntrospect(t *testing.T) {
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
	endpoint, err := config.Endpoint(signkey.AllowUnsigned("GET"))
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	for name, test := range map[string]struct {
		header http.Header
		body   string
		want   any
	}{
		"unsigned": {nil, "", nil},
		"refused":  {signed("other"), "", false},
		"signed":   {signed(""), "", true},
		"body":     {signed("body"), "body", true},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := config.Introspect(app, endpoint, get(test.header), []byte(test.body), now)
			var got map[string]any
			if err != nil || json.Unmarshal(text, &got) != nil {
				t.Fatal(string(text), err)
			}
			_, isPrivileged := got["app_id"]
			if got["authentication_succeeded"] != test.want || got["function_count"] != 3.0 || isPrivileged != (test.want == true) {
				t.Error(string(text))
			}
		})
	}
	_, err = config.Introspect(app, endpoint, get(nil), nil, signkey.WithWindowSeconds(1, 1))
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = config.Introspect(signkey.App{ID: "\xff"}, endpoint, get(nil), nil)
	wantError(t, err, signkey.ErrInvalidArgument)
	_ = endpoint.Close()
	_, err = config.Introspect(app, endpoint, get(nil), nil)
	wantError(t, err, signkey.ErrFinished)
}
