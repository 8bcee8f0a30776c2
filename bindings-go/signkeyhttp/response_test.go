package signkeyhttp_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

var signing = []signkey.EndpointOption{signkey.WithSignedResponses(), signkey.WithUnsignedMethods("GET")}

func TestResponsesToVerifiedRequestsAreSigned(t *testing.T) {
	for name, test := range map[string]struct {
		method, body string
		status       int
		answer       http.HandlerFunc
	}{
		"nothing":    {"POST", "", 200, func(http.ResponseWriter, *http.Request) {}},
		"text":       {"POST", "ab", 200, write("a", "b")},
		"line feed":  {"POST", "a\n", 200, write("a\n")},
		"binary":     {"POST", "\x00\xff", 200, write("\x00\xff")},
		"large":      {"POST", strings.Repeat("a", 1<<20), 200, write(strings.Repeat("a", 1<<20))},
		"failure":    {"POST", "sorry\n", 500, failure},
		"no content": {"POST", "", 204, status(204)},
		"reset":      {"POST", "", 205, status(205)},
		"unmodified": {"POST", "", 304, status(304)},
		"HEAD":       {"HEAD", "", 200, write("kept back")},
		"early hint": {"POST", "kept", 201, status(103, 201, 500)},
		"own header": {"POST", "ab", 200, forging(write("ab"))},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, signing, test.answer)
			got := s.send(t, test.method, strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
			if got.StatusCode != test.status || got.body != test.body {
				t.Errorf("status %d, %.100q", got.StatusCode, got.body)
			}
			verified, err := s.kit.Keyring().VerifyResponse(
				[]byte(got.body), got.Header, signkey.WithNow(s.kit.Now()), signkey.WithWindow(0, 0))
			if err != nil || verified.Form != signkey.FormRaw || len(got.Header.Values(signkey.HeaderName)) != 1 {
				t.Error(verified, err, got.Header)
			}
		})
	}
}

func write(parts ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, part := range parts {
			_, _ = io.WriteString(w, part)
		}
	}
}

func failure(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "sorry", 500)
}

// status answers with statuses one after the other, and hands a body over, whatever they say.
func status(statuses ...int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, status := range statuses {
			w.WriteHeader(status)
		}
		if _, err := io.WriteString(w, "kept"); err != nil {
			panic(err)
		}
	}
}

// forging sets signatures of its own in front of an answer.
func forging(answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(signkey.HeaderName, "forged")
		w.Header()["x-inngest-signature"] = []string{"forged"}
		answer(w, r)
	}
}

func TestResponsesToAnyoneAreNotSigned(t *testing.T) {
	s := newServer(t, signing, nil)
	got := s.send(t, "GET", nil, nil)
	s.wantPassed(t, got, "", false)
	if got.Header.Get(signkey.HeaderName) != "" || got.body != "answer" {
		t.Errorf("signed %q with %q", got.body, got.Header.Get(signkey.HeaderName))
	}
}

func TestAResponseIsSignedUnderTheFallbackThatVerified(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), signkey.WithSignedResponses())
	answer := &recorder{header: http.Header{}}
	signkeyhttp.Middleware(endpoint, &signkeyhttp.Options{Now: kit.Now})(write("answer")).
		ServeHTTP(answer, kit.FallbackSigned([]byte(body)).HTTP("POST", "/"))
	verified, err := kit.Keyring().VerifyResponse(
		answer.body.Bytes(), answer.header, signkey.WithNow(kit.Now()))
	if err != nil || verified.KeyIndex != 1 {
		t.Error(verified, err)
	}
}

func TestAPanicPassesOnAndSendsNothing(t *testing.T) {
	s := newServer(t, signing, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half an answer")
		panic(http.ErrAbortHandler)
	})
	request := s.kit.Signed([]byte(body)).HTTP("POST", s.URL)
	request.RequestURI = ""
	if response, err := s.Client().Do(request); err == nil {
		t.Errorf("got status %d", response.StatusCode)
	}
}

func TestAnEndpointThatIsGoneSendsNothingUnsigned(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), signkey.WithSignedResponses())
	var told error
	options := &signkeyhttp.Options{
		Now: kit.Now, OnRefused: func(_ *http.Request, err *signkey.Error) { told = err },
	}
	for name, isLate := range map[string]bool{"before the answer": false, "behind it": true} {
		t.Run(name, func(t *testing.T) {
			handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "15")
				if isLate {
					_, _ = io.WriteString(w, "never seen text")
				}
				_ = endpoint.Close()
				_, _ = io.WriteString(w, "never seen text")
			})
			answer := &recorder{header: http.Header{"X-In-Front": {"kept"}}}
			signkeyhttp.Middleware(endpoint, options)(handler).
				ServeHTTP(answer, kit.Signed([]byte(body)).HTTP("POST", "/"))
			if answer.status != 500 || strings.Contains(answer.body.String(), "never") ||
				answer.header.Get("Content-Length") != "" || !errors.Is(told, signkey.ErrFinished) {
				t.Errorf("status %d, %v, %s, told %v", answer.status, answer.header, &answer.body, told)
			}
			if answer.header.Get("X-In-Front") != "kept" {
				t.Error("headers in front are lost", answer.header)
			}
			endpoint = newEndpoint(t, signkey.ModeCloud, kit.Keyring(), signkey.WithSignedResponses())
		})
	}
}

func TestAResponseThatCannotBeSignedIsNotSent(t *testing.T) {
	opts := append([]signkey.EndpointOption{signkey.WithMaxResponseSize(10)}, signing...)
	for name, answer := range map[string]http.HandlerFunc{
		"too large":           write("12345678901"),
		"too large in pieces": write("1234567", "890", "1"),
		"an event stream": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			if _, err := io.WriteString(w, "data: 1\n\n"); !errors.Is(err, signkey.ErrResponseUnsignable) {
				t.Error("the handler is not told", err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, opts, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Secret", "of the handler")
				answer(w, r)
			})
			got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
			s.wantUnsignable(t, got)
		})
	}
	s := newServer(t, opts, write("1234567890"))
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	if got.body != "1234567890" {
		t.Error("what just fits is refused", got.body)
	}
}

// wantUnsignable checks that nothing of the handler's answer came.
func (s *server) wantUnsignable(t *testing.T, got *answer) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if got.StatusCode != 500 || !strings.Contains(got.body, `"response_unsignable"`) ||
		got.Header.Get("X-Secret") != "" || got.Header.Get(signkey.HeaderName) != "" {
		t.Error(got.StatusCode, got.Header, got.body)
	}
	if len(s.refusals) != 1 || !errors.Is(s.refusals[0], signkey.ErrResponseUnsignable) {
		t.Error(s.refusals)
	}
}

func TestAHeldResponseDoesNotPassItsHolderBy(t *testing.T) {
	buffer := []byte("AAAA")
	s := newServer(t, signing, func(w http.ResponseWriter, _ *http.Request) {
		control := http.NewResponseController(w)
		_, _, hijackErr := control.Hijack()
		for _, err := range []error{control.Flush(), hijackErr, control.SetWriteDeadline(time.Now())} {
			if !errors.Is(err, http.ErrNotSupported) {
				t.Error(err)
			}
		}
		for _, letter := range "ABC" {
			copy(buffer, strings.Repeat(string(letter), 4))
			_, _ = w.Write(buffer)
		}
		copy(buffer, "ZZZZ")
	})
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	if got.body != "AAAABBBBCCCC" {
		t.Error("a buffer that was used again is sent", got.body)
	}
}

func TestWhatIsNotSignedStreams(t *testing.T) {
	released := make(chan struct{})
	s := newServer(t, signing, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "first")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-released
	})
	response, err := s.Client().Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 5)
	if _, err := io.ReadFull(response.Body, first); err != nil || string(first) != "first" {
		t.Error(string(first), err)
	}
	close(released)
	_ = response.Body.Close()
}

// recorder is a plain http.ResponseWriter.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header            { return r.header }
func (r *recorder) WriteHeader(status int)         { r.status = status }
func (r *recorder) Write(data []byte) (int, error) { return r.body.Write(data) }
