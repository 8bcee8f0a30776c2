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

var signing = signkeyhttp.Options{SignResponses: true, UnsignedMethods: []string{"GET"}}

func TestSignedResponses(t *testing.T) {
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
		"unmodified": {"POST", "", 304, status(304)},
		"HEAD":       {"HEAD", "", 200, write("kept back")},
		"early hint": {"POST", "", 201, status(103, 201, 500)},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, signing, test.answer)
			got := s.send(t, test.method, strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
			if got.StatusCode != test.status || got.body != test.body {
				t.Errorf("status %d, %.100q", got.StatusCode, got.body)
			}
			verified, err := s.kit.Keyring().VerifyResponse(
				[]byte(got.body), got.Header, signkey.WithNow(s.kit.Now()), signkey.WithWindow(0, 0))
			if err != nil || verified.Form != signkey.FormRaw {
				t.Error(verified, err)
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

func status(statuses ...int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, status := range statuses {
			w.WriteHeader(status)
		}
		_, err := io.WriteString(w, "")
		last := statuses[len(statuses)-1]
		if isBodiless := last == 204 || last == 304; isBodiless != errors.Is(err, http.ErrBodyNotAllowed) {
			panic(err)
		}
	}
}

func TestUnverifiedResponses(t *testing.T) {
	s := newServer(t, signing, nil)
	got := s.send(t, "GET", nil, nil)
	s.wantPassed(t, got, "", false)
	if got.Header.Get(signkey.HeaderName) != "" || got.body != "answer" {
		t.Errorf("signed %q with %q", got.body, got.Header.Get(signkey.HeaderName))
	}
}

// TestResponseKey answers under the fallback that verified the request.
func TestResponseKey(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	rotating, err := signkey.NewKeyring("00112233", signkeytest.Key)
	if err != nil {
		t.Fatal(err)
	}
	defer rotating.Close()
	options := &signkeyhttp.Options{SignResponses: true, Now: kit.Now}
	answer := &recorder{header: http.Header{}}
	signkeyhttp.Middleware(rotating, options)(write("answer")).
		ServeHTTP(answer, kit.Signed([]byte(body)).HTTP("POST", "/"))
	_, err = kit.Keyring().VerifyResponse(
		answer.body.Bytes(), answer.header, signkey.WithNow(kit.Now()))
	if err != nil {
		t.Error(err)
	}
}

// TestPanic hands panics on, and sends nothing.
func TestPanic(t *testing.T) {
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

// TestCannotSign closes the keyring while the handler runs.
func TestCannotSign(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	var told error
	options := &signkeyhttp.Options{
		SignResponses: true, Now: kit.Now, OnRefusal: func(_ *http.Request, err error) { told = err },
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = kit.Keyring().Close()
		w.Header().Set("Content-Length", "15")
		_, _ = io.WriteString(w, "never seen text")
	})
	answer := &recorder{header: http.Header{}}
	signkeyhttp.Middleware(kit.Keyring(), options)(handler).
		ServeHTTP(answer, kit.Signed([]byte(body)).HTTP("POST", "/"))
	if answer.status != 500 || strings.Contains(answer.body.String(), "never") ||
		answer.header.Get("Content-Length") != "" || !errors.Is(told, signkey.ErrFinished) {
		t.Errorf("status %d, %v, %s, told %v", answer.status, answer.header, &answer.body, told)
	}
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
