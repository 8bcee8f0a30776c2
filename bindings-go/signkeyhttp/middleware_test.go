package signkeyhttp_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

const body = `{"event":{"name":"shop/order.created","total":"€ 99"}}`

func TestSignedRequestsPassWithTheirBody(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "GET", "DELETE", "PATCH", "OPTIONS", "HEAD"} {
		for _, body := range []string{body, "", "\x00\xff", strings.Repeat("a", 1<<20)} {
			t.Run(fmt.Sprintf("%s of %d bytes", method, len(body)), func(t *testing.T) {
				s := newServer(t, nil, nil)
				request := s.kit.Signed([]byte(body))
				got := s.send(t, method, strings.NewReader(body), request.Header)
				s.wantPassed(t, got, body, true)
				if got.Header.Get(signkey.HeaderName) != "" {
					t.Error("the response is signed without being asked for")
				}
			})
		}
	}
}

func TestWhatDoesNotVerifyIsRefused(t *testing.T) {
	at := time.Unix(1_700_000_000, 0)
	kit := signkeytest.New(t, at)
	signed := kit.Signed([]byte(body))
	twice := http.Header{signkey.HeaderName: {
		signed.Header.Get(signkey.HeaderName), signed.Header.Get(signkey.HeaderName),
	}}
	for name, test := range map[string]struct {
		body   []byte
		header http.Header
		want   *signkey.Error
	}{
		"unsigned":  {signed.Body, nil, signkey.ErrMissingSignature},
		"empty":     {signed.Body, http.Header{signkey.HeaderName: {""}}, signkey.ErrMalformedSignature},
		"malformed": {signed.Body, http.Header{signkey.HeaderName: {"t=1"}}, signkey.ErrMalformedSignature},
		"twice":     {signed.Body, twice, signkey.ErrMalformedSignature},
		"expired":   {signed.Body, kit.Expired(signed.Body).Header, signkey.ErrExpired},
		"early":     {signed.Body, kit.Early(signed.Body).Header, signkey.ErrNotYetValid},
		"tampered":  {kit.Tampered(signed.Body).Body, signed.Header, signkey.ErrSignatureMismatch},
		"no body":   {nil, signed.Header, signkey.ErrSignatureMismatch},
	} {
		for _, method := range []string{"POST", "PUT", "GET"} {
			t.Run(name+" "+method, func(t *testing.T) {
				s := newServer(t, signing[:1], nil)
				got := s.send(t, method, bytes.NewReader(test.body), test.header)
				s.wantRefused(t, got, test.want)
				if got.Header.Get(signkey.HeaderName) != "" {
					t.Error("a refusal is signed")
				}
			})
		}
	}
}

func TestUnsignedMethodsPassWithoutASignature(t *testing.T) {
	opts := []signkey.EndpointOption{signkey.WithUnsignedMethods("GET", "PUT")}
	s := newServer(t, opts, nil)
	s.wantPassed(t, s.send(t, "GET", nil, nil), "", false)
	s = newServer(t, opts, nil)
	s.wantPassed(t, s.send(t, "PUT", strings.NewReader(body), nil), body, false)

	s = newServer(t, opts, nil)
	s.wantRefused(t, s.send(t, "POST", strings.NewReader(body), nil), signkey.ErrMissingSignature)
	s = newServer(t, opts, nil)
	s.wantRefused(t, s.send(t, "get", nil, nil), signkey.ErrMissingSignature)

	// A signature that is there is verified.
	s = newServer(t, opts, nil)
	got := s.send(t, "GET", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, body, true)
	s = newServer(t, opts, nil)
	got = s.send(t, "GET", strings.NewReader("other"), s.kit.Signed([]byte(body)).Header)
	s.wantRefused(t, got, signkey.ErrSignatureMismatch)
	s = newServer(t, opts, nil)
	got = s.send(t, "GET", nil, http.Header{signkey.HeaderName: {""}})
	s.wantRefused(t, got, signkey.ErrMalformedSignature)
}

func TestAnotherFormThanWasSignedIsAccepted(t *testing.T) {
	s := newServer(t, nil, nil)
	sent := " " + body + "\n"
	got := s.send(t, "PUT", strings.NewReader(sent), s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, sent, true)
	if s.verified[0].Form != signkey.FormCanonical {
		t.Error(s.verified[0])
	}
}

func TestTheWindowOfTheEndpointCounts(t *testing.T) {
	opts := []signkey.EndpointOption{signkey.WithWindow(time.Hour, 0)}
	s := newServer(t, opts, nil)
	old := s.kit.Expired([]byte(body))
	s.wantPassed(t, s.send(t, "POST", strings.NewReader(body), old.Header), body, true)
	s = newServer(t, opts, nil)
	late := s.kit.SignedAt([]byte(body), s.kit.Now().Add(time.Second))
	s.wantRefused(t, s.send(t, "POST", strings.NewReader(body), late.Header), signkey.ErrNotYetValid)
}

func TestOneEndpointServesAllGoroutines(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), signkey.WithSignedResponses())
	handler := signkeyhttp.Middleware(endpoint, &signkeyhttp.Options{Now: kit.Now})(write("answer"))
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 200 {
				got := httptest.NewRecorder()
				handler.ServeHTTP(got, kit.Signed([]byte(body)).HTTP("POST", "/"))
				if got.Code != http.StatusOK {
					t.Errorf("status %d, %s", got.Code, got.Body)
				}
			}
		}()
	}
	group.Wait()
}

func TestTheDefaultClockIsTheSystems(t *testing.T) {
	kit := signkeytest.New(t, time.Now())
	handler := signkeyhttp.Middleware(newEndpoint(t, signkey.ModeCloud, kit.Keyring()), nil)(http.NotFoundHandler())
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, kit.Signed([]byte(body)).HTTP("POST", "/"))
	if got.Code != http.StatusNotFound {
		t.Errorf("a signed request got %d", got.Code)
	}
}

func TestAClockThatMakesNoSenseRefuses(t *testing.T) {
	kit := signkeytest.New(t, time.Now())
	options := &signkeyhttp.Options{Now: func() time.Time { return time.Time{} }}
	handler := signkeyhttp.Middleware(newEndpoint(t, signkey.ModeCloud, kit.Keyring()), options)(write("answer"))
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, kit.Signed([]byte(body)).HTTP("POST", "/"))
	if got.Code != 500 || !strings.Contains(got.Body.String(), `"invalid_argument"`) {
		t.Error(got.Code, got.Body)
	}
}

func TestThereIsNoProtectionWithoutAnEndpoint(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	signkeyhttp.Middleware(nil, nil)
}

func TestNoAdmissionComesOutOfNowhere(t *testing.T) {
	if admission, ok := signkeyhttp.AdmissionFromContext(context.Background()); ok || admission != nil {
		t.Error(admission)
	}
}

func TestTheContextOfTheRequestGoesOn(t *testing.T) {
	type mark struct{}
	s := newServer(t, nil, func(_ http.ResponseWriter, r *http.Request) {
		if r.Context().Value(mark{}) != "here" {
			t.Error("values in front are lost")
		}
		ctx, cancel := context.WithCancel(r.Context())
		cancel()
		if _, ok := signkeyhttp.AdmissionFromContext(ctx); !ok || ctx.Err() == nil || r.Context().Err() != nil {
			t.Error("it is no context")
		}
	}, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), mark{}, "here")))
		})
	})
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, body, true)
}

func TestHTTP2IsServedAlike(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), signkey.WithMaxBodySize(1000), signkey.WithSignedResponses())
	options := &signkeyhttp.Options{Now: kit.Now}
	server := httptest.NewUnstartedServer(signkeyhttp.Middleware(endpoint, options)(write("answer")))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	for size, status := range map[int]int{0: 200, 1000: 200, 1001: 413, 1 << 20: 413} {
		for _, isStream := range []bool{false, true} {
			sent := bytes.Repeat([]byte("a"), size)
			var body io.Reader = bytes.NewReader(sent)
			if isStream {
				body = struct{ io.Reader }{body}
			}
			request, err := http.NewRequest("POST", server.URL, body)
			if err != nil {
				t.Fatal(err)
			}
			request.Header = kit.Signed(sent).Header
			response, err := server.Client().Do(request)
			if err != nil {
				t.Fatal(err)
			}
			got := read(t, response)
			if size == 0 && isStream {
				// Its end proves nothing, as with a chunked one.
				status = 500
			}
			if got.ProtoMajor != 2 || got.StatusCode != status {
				t.Errorf("%d bytes: HTTP/%d, status %d", size, got.ProtoMajor, got.StatusCode)
			}
		}
	}
}
