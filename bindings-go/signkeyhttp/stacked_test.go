package signkeyhttp_test

import (
	"bytes"
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

// stack puts middlewares around a handler, the first one outermost.
func stack(handler http.Handler, middlewares ...func(http.Handler) http.Handler) http.Handler {
	for i := len(middlewares) - 1; i >= 0; i-- {
		handler = middlewares[i](handler)
	}
	return handler
}

func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	_, _ = w.Write(body)
}

func TestAnEndpointThatStandsTwiceJudgesOnce(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	options := &signkeyhttp.Options{Now: kit.Now}
	store := newStore()
	endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), guardOf(t, 1000),
		signkey.WithReplayStore(store), signkey.WithSignedResponses())
	protect := signkeyhttp.Middleware(endpoint, options)
	handler := stack(http.HandlerFunc(echo), protect, signkeyhttp.Middleware(endpoint, options), protect)
	send := func() *httptest.ResponseRecorder {
		sent := httptest.NewRecorder()
		handler.ServeHTTP(sent, kit.Signed([]byte(body)).HTTP("POST", "/"))
		return sent
	}
	sent := send()
	if sent.Code != 200 || sent.Body.String() != body || len(sent.Header().Values(signkey.HeaderName)) != 1 {
		t.Errorf("status %d, %s", sent.Code, sent.Body)
	}
	// The request, and its response.
	if times := store.times(); times != 2 {
		t.Errorf("the store was asked %d times", times)
	}
	if again := send(); again.Code != 401 || !strings.Contains(again.Body.String(), "replayed") {
		t.Errorf("status %d, %s", again.Code, again.Body)
	}
	unsigned := httptest.NewRecorder()
	handler.ServeHTTP(unsigned, httptest.NewRequest("POST", "/", strings.NewReader(body)))
	if unsigned.Code != 401 {
		t.Errorf("status %d, %s", unsigned.Code, unsigned.Body)
	}
}

// TestAnotherRequestIsJudgedAnew has what stands between change the request.
func TestAnotherRequestIsJudgedAnew(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	options := &signkeyhttp.Options{Now: kit.Now}
	protect := signkeyhttp.Middleware(newEndpoint(t, signkey.ModeCloud, kit.Keyring()), options)
	for name, change := range map[string]func(*http.Request) *http.Request{
		"another body": func(r *http.Request) *http.Request {
			r.Body = io.NopCloser(strings.NewReader("other"))
			return r
		},
		"a body that was read": func(r *http.Request) *http.Request {
			_, _ = r.Body.Read(make([]byte, 1))
			return r
		},
		"a form": func(r *http.Request) *http.Request {
			r.PostForm = map[string][]string{"a": {"b"}}
			return r
		},
		"another request": func(r *http.Request) *http.Request {
			return httptest.NewRequest("POST", "/", bytes.NewReader(nil)).WithContext(r.Context())
		},
	} {
		t.Run(name, func(t *testing.T) {
			between := func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, change(r)) })
			}
			sent := httptest.NewRecorder()
			handler := stack(http.HandlerFunc(echo), protect, between, protect)
			handler.ServeHTTP(sent, kit.Signed([]byte(body)).HTTP("POST", "/"))
			if sent.Code < 400 {
				t.Errorf("status %d, %s", sent.Code, sent.Body)
			}
		})
	}
}

func TestTwoEndpointsWithOneMemoryCannotStack(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	options, guard := &signkeyhttp.Options{Now: kit.Now}, guardOf(t, 1000)
	protect := func(opts ...signkey.EndpointOption) func(http.Handler) http.Handler {
		endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), append(opts, guard)...)
		return signkeyhttp.Middleware(endpoint, options)
	}
	send := func(handler http.Handler, body string) int {
		sent := httptest.NewRecorder()
		handler.ServeHTTP(sent, kit.Signed([]byte(body)).HTTP("POST", "/"))
		return sent.Code
	}
	if code := send(stack(http.HandlerFunc(echo), protect(), protect()), "1"); code != 401 {
		t.Error(code)
	}
	if code := send(stack(http.HandlerFunc(echo), protect(), protect(signkey.WithName("inner"))), "2"); code != 200 {
		t.Error(code)
	}
}
