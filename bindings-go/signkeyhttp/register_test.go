package signkeyhttp_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

const functions = `{"app_name":"shop","functions":[]}`

// registry is the platform's API on a real connection.
type registry struct {
	*httptest.Server

	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
}

func newRegistry(t *testing.T, answer http.HandlerFunc) *registry {
	registry := &registry{}
	registry.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		registry.mu.Lock()
		registry.requests, registry.bodies = append(registry.requests, r), append(registry.bodies, string(body))
		registry.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(registry.Close)
	return registry
}

// newConfig reads settings of which the API is known, and a key and its fallback.
func newConfig(t *testing.T, api string, more map[string]string) *signkey.Config {
	t.Helper()
	variables := map[string]string{
		"INNGEST_SIGNING_KEY": newKey, "INNGEST_SIGNING_KEY_FALLBACK": oldKey, "INNGEST_API_BASE_URL": api,
	}
	for name, value := range more {
		variables[name] = value
	}
	config, err := signkey.NewConfig(signkey.ConfigOptions{}, func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = config.Close() })
	return config
}

// begin begins a sync with a PUT under the old key.
func begin(t *testing.T, config *signkey.Config, header http.Header, more ...string) *signkey.Registration {
	t.Helper()
	for i := 0; i < len(more); i += 2 {
		header.Set(more[i], more[i+1])
	}
	endpoint, err := config.Endpoint()
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	admission := endpoint.AdmitWhole("PUT", header, nil)
	app := signkey.App{ID: "shop", SDK: "example:v1.2.3", Language: "go", Framework: "net/http"}
	registration, err := config.Registration(app, &admission, "deployId=7")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = registration.Close() })
	return registration
}

// signedNow is the headers of a request with an empty body, signed under the old key.
func signedNow(t *testing.T) http.Header {
	return http.Header{signkey.HeaderName: {signWith(t, oldKey, nil)}}
}

func signWith(t *testing.T, text string, body []byte) string {
	t.Helper()
	key, err := signkey.NewSigningKey(text)
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	signature, err := key.SignRaw(body)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

func TestAnAppIsRegisteredWithTheKeyThatWorks(t *testing.T) {
	api := newRegistry(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != oldBearer {
			w.WriteHeader(401)
			return
		}
		_, _ = io.WriteString(w, `{"ok":true,"modified":true}`)
	})
	config := newConfig(t, api.URL+"/base/", nil)
	registration := begin(t, config, signedNow(t), "X-Inngest-Server-Kind", "cloud")
	response, err := signkeyhttp.Register(context.Background(), nil, registration, []byte(functions))
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	if err := response.Send(answer); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Message  string
		Modified bool
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil || answer.Code != 200 || !got.Modified {
		t.Error(answer.Code, answer.Body, err)
	}
	keyring, err := config.Keyring()
	if err != nil {
		t.Fatal(err)
	}
	defer keyring.Close()
	verified, err := keyring.VerifyResponse(answer.Body.Bytes(), answer.Header())
	if err != nil || verified.KeyIndex != 1 {
		t.Error("the response is not signed with the key of the request", verified, err)
	}

	var credentials []string
	for i, r := range api.requests {
		credentials = append(credentials, r.Header.Get("Authorization"))
		if r.Method != "POST" || r.URL.String() != "/base/fn/register?deployId=7" || api.bodies[i] != functions ||
			r.Header.Get("X-Inngest-Sdk") != "example:v1.2.3" ||
			r.Header.Get("X-Inngest-Expected-Server-Kind") != "cloud" {
			t.Error(r.Method, r.URL, r.Header, api.bodies[i])
		}
	}
	if !slices.Equal(credentials, []string{newBearer, oldBearer}) {
		t.Errorf("sent %q", credentials)
	}
	message, modified, ok := registration.Outcome()
	if message != got.Message || !modified || !ok {
		t.Error(message, modified, ok)
	}
}

func TestInBandNothingIsSent(t *testing.T) {
	api := newRegistry(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	registration := begin(t, newConfig(t, api.URL, nil), signedNow(t), "X-Inngest-Sync-Kind", "in_band")
	response, err := signkeyhttp.Register(context.Background(), nil, registration, []byte(functions))
	if err != nil || response.Status != 200 || string(response.Body) != functions ||
		response.Header.Get("X-Inngest-Sync-Kind") != "in_band" || len(api.requests) != 0 {
		t.Error(response, err, api.requests)
	}
}

// No one else sees the credential.
func TestARegistrationFollowsNoRedirect(t *testing.T) {
	other := newRegistry(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true}`)
	})
	for _, status := range redirects {
		for _, target := range []string{other.URL, "/elsewhere"} {
			api := newRegistry(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, status) })
			client := &http.Client{CheckRedirect: func(_ *http.Request, via []*http.Request) error {
				if len(via) > 3 {
					return errors.New("round and round")
				}
				return nil
			}}
			registration := begin(t, newConfig(t, api.URL, nil), signedNow(t))
			response, err := signkeyhttp.Register(context.Background(), client, registration, []byte(functions))
			if err != nil || response.Status != 500 {
				t.Error(status, response, err)
			}
			if len(api.requests) != 1 || len(other.requests) != 0 {
				t.Error(status, "a redirect was followed")
			}
			if client.CheckRedirect(nil, nil) != nil {
				t.Error("the caller's client was changed")
			}
		}
	}
}

func TestWhatFailsIsAnAnswerAllTheSame(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"refused": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) },
		"endless": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.CopyN(w, endless{}, 3<<20) },
		"a byte too long": func(w http.ResponseWriter, _ *http.Request) {
			answer := `{"ok":true}`
			_, _ = io.WriteString(w, answer+strings.Repeat(" ", signkey.AnswerSizeMax+1-len(answer)))
		},
		"cut short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			w.WriteHeader(200)
		},
		"gone":    func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"no JSON": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") },
	} {
		t.Run(name, func(t *testing.T) {
			api := newRegistry(t, answer)
			registration := begin(t, newConfig(t, api.URL, nil), signedNow(t))
			response, err := signkeyhttp.Register(context.Background(), nil, registration, []byte(functions))
			if err != nil || response.Status != 500 {
				t.Error(response, err)
			}
		})
	}
	t.Run("context", func(t *testing.T) {
		waiting := make(chan struct{})
		api := newRegistry(t, func(http.ResponseWriter, *http.Request) { <-waiting })
		defer close(waiting)
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		registration := begin(t, newConfig(t, api.URL, nil), signedNow(t))
		response, err := signkeyhttp.Register(ctx, nil, registration, []byte(functions))
		if err != nil || response.Status != 500 || !strings.Contains(string(response.Body), "could not be reached") {
			t.Error(response, err)
		}
	})
}

func TestAnAnswerMayBeAsLongAsTheLimit(t *testing.T) {
	api := newRegistry(t, func(w http.ResponseWriter, _ *http.Request) {
		answer := `{"ok":true}`
		_, _ = io.WriteString(w, answer+strings.Repeat(" ", signkey.AnswerSizeMax-len(answer)))
	})
	registration := begin(t, newConfig(t, api.URL, nil), signedNow(t))
	response, err := signkeyhttp.Register(context.Background(), nil, registration, []byte(functions))
	if err != nil || response.Status != 200 {
		t.Error(response.Status, err)
	}
}
