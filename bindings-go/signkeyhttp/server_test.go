package signkeyhttp_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

// server is a protected handler on a real connection, and what came through to it.
type server struct {
	*httptest.Server
	kit *signkeytest.Kit

	mu       sync.Mutex
	bodies   []string
	verified []*signkey.Verified
	refusals []error
}

// newServer starts a server in cloud mode. Without a handler of its own it answers "answer";
// middlewares stand in front of signkey's, the first one outermost.
func newServer(
	t *testing.T, opts []signkey.EndpointOption, handler http.HandlerFunc,
	inFront ...func(http.Handler) http.Handler,
) *server {
	s := &server{kit: signkeytest.New(t, time.Unix(1_700_000_000, 0))}
	endpoint := newEndpoint(t, signkey.ModeCloud, s.kit.Keyring(), opts...)
	options := &signkeyhttp.Options{Now: s.kit.Now, OnRefused: func(_ *http.Request, err *signkey.Error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.refusals = append(s.refusals, err)
	}}
	var protected http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.record(t, r)
		if handler != nil {
			handler(w, r)
		} else {
			_, _ = io.WriteString(w, "answer")
		}
	})
	protected = signkeyhttp.Middleware(endpoint, options)(protected)
	for i := len(inFront) - 1; i >= 0; i-- {
		protected = inFront[i](protected)
	}
	s.Server = httptest.NewServer(protected)
	t.Cleanup(s.Close)
	return s
}

func newEndpoint(
	t *testing.T, mode signkey.Mode, keyring *signkey.Keyring, opts ...signkey.EndpointOption,
) *signkey.Endpoint {
	t.Helper()
	endpoint, err := signkey.NewEndpoint(mode, keyring, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = endpoint.Close() })
	return endpoint
}

// verifiedOf is the proof of who sent a request, nil if there is none.
func verifiedOf(t *testing.T, r *http.Request) *signkey.Verified {
	t.Helper()
	admission, ok := signkeyhttp.AdmissionFromContext(r.Context())
	if !ok {
		t.Error("a handler without an admission")
		return nil
	}
	if verified, ok := admission.Verified(); ok {
		return &verified
	}
	return nil
}

func (s *server) record(t *testing.T, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		body = []byte("broken: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies = append(s.bodies, string(body))
	s.verified = append(s.verified, verifiedOf(t, r))
}

// send sends a request with the body and the headers given; the answer's body is read.
func (s *server) send(t *testing.T, method string, body io.Reader, header http.Header) *answer {
	t.Helper()
	request, err := http.NewRequest(method, s.URL, body)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	response, err := s.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, response)
}

type answer struct {
	*http.Response
	body string
}

func read(t *testing.T, response *http.Response) *answer {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return &answer{response, string(body)}
}

// wantPassed checks that the handler saw the body, and a verdict or none.
func (s *server) wantPassed(t *testing.T, got *answer, body string, isVerified bool) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if got.StatusCode != http.StatusOK || len(s.refusals) != 0 {
		t.Fatalf("status %d, %s, %v", got.StatusCode, got.body, s.refusals)
	}
	if len(s.bodies) != 1 || s.bodies[0] != body {
		t.Errorf("the handler saw %.100q, want %.100q", s.bodies, body)
	}
	if (s.verified[0] != nil) != isVerified {
		t.Errorf("the verdict is %v", s.verified[0])
	}
}

// wantRefused checks status, headers and body, and that the handler saw nothing.
func (s *server) wantRefused(t *testing.T, got *answer, want *signkey.Error) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.bodies) != 0 {
		t.Errorf("the handler saw %.100q", s.bodies)
	}
	if len(s.refusals) != 1 || !errors.Is(s.refusals[0], want) {
		t.Errorf("refused for %v, want %s", s.refusals, want.Code())
	}
	if got.StatusCode != want.HTTPStatus() || got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("status %d, type %q", got.StatusCode, got.Header.Get("Content-Type"))
	}
	var fields map[string]string
	if err := json.Unmarshal([]byte(got.body), &fields); err != nil {
		t.Fatalf("%q: %v", got.body, err)
	}
	if len(fields) != 2 || fields["code"] != want.Code() || fields["message"] == "" {
		t.Errorf("got %s", got.body)
	}
}
