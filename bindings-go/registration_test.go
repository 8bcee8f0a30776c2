package signkey_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

var app = signkey.App{
	ID: "shop", SDK: "example:v1.2.3", Language: "go", Framework: "net/http", Functions: 3, TrustProbe: true,
}

// inBand is the headers of a sync, signed at signedAt, that asks for the configuration.
func inBand() http.Header {
	header := signed("")
	header.Set("X-Inngest-Sync-Kind", "in_band")
	return header
}

// register begins a sync with a PUT, which need not be signed.
func register(t testing.TB, app signkey.App, method, query string, header http.Header) (*signkey.Registration, error) {
	t.Helper()
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key, SigningKeyFallback: other}, nil)
	defer config.Close()
	endpoint, err := config.Endpoint(signkey.WithUnsignedMethods("PUT"))
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	admission := endpoint.AdmitWhole(method, header, nil, now)
	registration, err := config.Registration(app, &admission, query)
	if err == nil {
		t.Cleanup(func() { _ = registration.Close() })
	}
	return registration, err
}

func TestARegistrationTriesTheKeysUntilThePlatformAnswers(t *testing.T) {
	header := signed("")
	header.Set("X-Inngest-Server-Kind", "cloud")
	sync, err := register(t, app, "PUT", "deployId=7", header)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := sync.Outcome(); ok || sync.IsInBand() {
		t.Error("done before it begins")
	}
	_, err = sync.Response(nil)
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
	_, err = sync.Response([]byte("{}"))
	wantError(t, err, signkey.ErrInvalidArgument)
	for _, opt := range []signkey.SignOption{signkey.WithKeyIndex(0), signkey.WithTimestamp(time.Unix(-1, 0))} {
		_, err = sync.Response(nil, opt)
		wantError(t, err, signkey.ErrInvalidArgument)
	}
	_, err = sync.Response(nil, signkey.WithUnixTimestamp(1e19))
	wantError(t, err, signkey.ErrInvalidTimestamp)
	response, err := sync.Response(nil, signkey.WithUnixTimestamp(signedAt))
	if err != nil || response.Status != 200 || response.Header.Get(signkey.HeaderName) != bodySignature(string(response.Body)) {
		t.Error(response, err)
	}
	message, modified, ok := sync.Outcome()
	if message == "" || !modified || !ok || !strings.Contains(string(response.Body), message) {
		t.Error(message, modified, ok)
	}
}

func TestInBandTheConfigurationIsTheResponse(t *testing.T) {
	sync, err := register(t, app, "PUT", "", inBand())
	if err != nil || !sync.IsInBand() {
		t.Fatal(sync, err)
	}
	if _, ok := sync.Request(); ok {
		t.Error("there is something to send")
	}
	wantError(t, sync.Answer(200, nil), signkey.ErrInvalidArgument)
	_, err = sync.Response(nil)
	wantError(t, err, signkey.ErrInvalidArgument)
	for _, configuration := range []string{`{"a":1}`, ""} {
		response, err := sync.Response([]byte(configuration), signkey.WithUnixTimestamp(signedAt))
		if err != nil || response.Status != 200 || string(response.Body) != configuration ||
			response.Header.Get(signkey.HeaderName) != bodySignature(configuration) {
			t.Error(response, err)
		}
	}
}

func TestAnyoneLearnsNothingOfTheSDK(t *testing.T) {
	sync, err := register(t, app, "PUT", "", http.Header{"X-Inngest-Sync-Kind": {"in_band"}})
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

func TestWhatCannotBeRegisteredIsRefused(t *testing.T) {
	unnamed := app
	unnamed.SDK = "example"
	for name, test := range map[string]struct {
		app    signkey.App
		method string
		header http.Header
		want   *signkey.Error
	}{
		"signature": {app, "PUT", signed("other"), signkey.ErrSignatureMismatch},
		"method":    {app, "POST", signed(""), signkey.ErrMethodNotAllowed},
		"SDK":       {unnamed, "PUT", signed(""), signkey.ErrInvalidArgument},
		"UTF-8":     {signkey.App{ID: "\xff"}, "PUT", signed(""), signkey.ErrInvalidArgument},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := register(t, test.app, test.method, "", test.header)
			wantError(t, err, test.want)
		})
	}
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
	unjudged := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key)).Admit("PUT", signed(""))
	_, err := config.Registration(app, &unjudged, "")
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestNothingThatAClientSendsIsAFaultOfThisSide(t *testing.T) {
	header := signed("")
	header["\xff"] = []string{"\xff"}
	if _, err := register(t, app, "PUT", "a=\xff&deployId=\xfe", header); err != nil {
		t.Error(err)
	}
	_, err := register(t, app, "\xff", "", header)
	wantError(t, err, signkey.ErrMethodNotAllowed)
}

func TestAVerdictIsNotJudgedAgain(t *testing.T) {
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
	endpoint, err := config.Endpoint()
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	atTheEdge := signkey.WithUnixNow(signedAt + 300)
	admission := endpoint.AdmitWhole("PUT", inBand(), nil, atTheEdge)
	sync, err := config.Registration(app, &admission, "")
	if err != nil {
		t.Fatal(err)
	}
	defer sync.Close()
	response, err := sync.Response([]byte("{}"), signkey.WithUnixTimestamp(signedAt+3000))
	if err != nil || response.Status != 200 {
		t.Error(response, err)
	}
}

func TestAClosedRegistrationIsOver(t *testing.T) {
	sync, err := register(t, app, "PUT", "", signed(""))
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
}

func TestRegistrationsOfAConfigurationShareWhatTheyLearn(t *testing.T) {
	config := newConfig(t, signkey.ConfigOptions{SigningKey: newKey, SigningKeyFallback: oldKey}, nil)
	auth, err := config.APIAuth()
	if err != nil {
		t.Fatal(err)
	}
	defer auth.Close()
	if sent := call(t, auth, oldBearer); len(sent) != 2 {
		t.Fatal(sent)
	}
	endpoint, err := config.Endpoint(signkey.WithUnsignedSync())
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	admission := endpoint.Admit("PUT", nil)
	sync, err := config.Registration(app, &admission, "")
	if err != nil {
		t.Fatal(err)
	}
	defer sync.Close()
	if request, _ := sync.Request(); request.Header.Get("Authorization") != oldBearer {
		t.Error("it begins with a key that is known not to work")
	}
}

func TestIntrospectionTellsAVerifiedCallerMore(t *testing.T) {
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
	endpoint, err := config.Endpoint(signkey.WithUnsignedMethods("GET"))
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
			admission := endpoint.AdmitWhole("GET", test.header, []byte(test.body), now)
			text, err := config.Introspect(app, &admission)
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
	admission := endpoint.Admit("GET", nil)
	_, err = config.Introspect(signkey.App{ID: "\xff"}, &admission)
	wantError(t, err, signkey.ErrInvalidArgument)
	_ = config.Close()
	_, err = config.Introspect(app, &admission)
	wantError(t, err, signkey.ErrFinished)
	_, err = config.Registration(app, &admission, "")
	wantError(t, err, signkey.ErrFinished)
}
