package signkeyhttp_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

const body = `{"event":{"name":"shop/order.created","total":"€ 99"}}`

func TestSignedRequests(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "GET", "DELETE", "PATCH", "OPTIONS", "HEAD"} {
		for _, body := range []string{body, "", "\x00\xff", strings.Repeat("a", 1<<20)} {
			t.Run(fmt.Sprintf("%s of %d bytes", method, len(body)), func(t *testing.T) {
				s := newServer(t, signkeyhttp.Options{}, nil)
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

func TestRefusals(t *testing.T) {
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
				s := newServer(t, signkeyhttp.Options{SignResponses: true}, nil)
				got := s.send(t, method, bytes.NewReader(test.body), test.header)
				s.wantRefused(t, got, test.want)
				if got.Header.Get(signkey.HeaderName) != "" {
					t.Error("a refusal is signed")
				}
			})
		}
	}
}

func TestUnsignedMethods(t *testing.T) {
	options := signkeyhttp.Options{UnsignedMethods: []string{"GET", "PUT"}}
	s := newServer(t, options, nil)
	s.wantPassed(t, s.send(t, "GET", nil, nil), "", false)
	s = newServer(t, options, nil)
	s.wantPassed(t, s.send(t, "PUT", strings.NewReader(body), nil), body, false)

	s = newServer(t, options, nil)
	s.wantRefused(t, s.send(t, "POST", strings.NewReader(body), nil), signkey.ErrMissingSignature)
	s = newServer(t, options, nil)
	s.wantRefused(t, s.send(t, "get", nil, nil), signkey.ErrMissingSignature)

	// A signature that is there is verified.
	s = newServer(t, options, nil)
	got := s.send(t, "GET", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, body, true)
	s = newServer(t, options, nil)
	got = s.send(t, "GET", strings.NewReader("other"), s.kit.Signed([]byte(body)).Header)
	s.wantRefused(t, got, signkey.ErrSignatureMismatch)
	s = newServer(t, options, nil)
	got = s.send(t, "GET", nil, http.Header{signkey.HeaderName: {""}})
	s.wantRefused(t, got, signkey.ErrMalformedSignature)
}

func TestCanonicalForm(t *testing.T) {
	s := newServer(t, signkeyhttp.Options{}, nil)
	sent := " " + body + "\n"
	got := s.send(t, "PUT", strings.NewReader(sent), s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, sent, true)
	if s.verified[0].Form != signkey.FormCanonical {
		t.Error(s.verified[0])
	}
}

func TestVerifyOptions(t *testing.T) {
	options := signkeyhttp.Options{Verify: []signkey.VerifyOption{signkey.WithWindow(time.Hour, 0)}}
	s := newServer(t, options, nil)
	old := s.kit.Expired([]byte(body))
	s.wantPassed(t, s.send(t, "POST", strings.NewReader(body), old.Header), body, true)
	s = newServer(t, options, nil)
	late := s.kit.SignedAt([]byte(body), s.kit.Now().Add(time.Second))
	s.wantRefused(t, s.send(t, "POST", strings.NewReader(body), late.Header), signkey.ErrNotYetValid)
}

func TestChunkedBody(t *testing.T) {
	s := newServer(t, signkeyhttp.Options{}, nil)
	// Without a known type of reader the client sends no Content-Length.
	stream := struct{ io.Reader }{strings.NewReader(body)}
	got := s.send(t, "POST", stream, s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, body, true)
}

func TestEmptyChunkedBody(t *testing.T) {
	s := newServer(t, signkeyhttp.Options{}, nil)
	got := s.raw(t, chunked(s.kit.Signed(nil).Header)+"0\r\n\r\n")
	s.wantPassed(t, got, "", true)
}

// TestSplitCharacter sends a chunk for each byte, hence some that end within a character.
func TestSplitCharacter(t *testing.T) {
	s := newServer(t, signkeyhttp.Options{}, nil)
	message := chunked(s.kit.Signed([]byte(body)).Header)
	for i := range len(body) {
		message += "1\r\n" + body[i:i+1] + "\r\n"
	}
	s.wantPassed(t, s.raw(t, message+"0\r\n\r\n"), body, true)
}

func TestBrokenBody(t *testing.T) {
	s := newServer(t, signkeyhttp.Options{}, nil)
	got := s.raw(t, chunked(s.kit.Signed([]byte(body)).Header)+"no length\r\n")
	if got.StatusCode != http.StatusBadRequest || got.body != "" || len(s.bodies) != 0 {
		t.Errorf("status %d, %q, the handler saw %q", got.StatusCode, got.body, s.bodies)
	}
}

// chunked is the head of a request whose length is not known.
func chunked(header http.Header) string {
	return "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" +
		signkey.HeaderName + ": " + header.Get(signkey.HeaderName) + "\r\n\r\n"
}

// raw writes bytes to the server as they are.
func (s *server) raw(t *testing.T, message string) *answer {
	t.Helper()
	connection, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	// A server that waits for more fails the test.
	_ = connection.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(connection, message); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, response)
}

func TestBodyTooLarge(t *testing.T) {
	options := signkeyhttp.Options{MaxBodySize: 1000}
	large := strings.Repeat("a", 1001)
	for name, test := range map[string]struct {
		body io.Reader
		want *signkey.Error
	}{
		"at the limit":           {strings.NewReader(large[:1000]), nil},
		"over it":                {strings.NewReader(large), signkey.ErrBodyTooLarge},
		"chunked at the limit":   {struct{ io.Reader }{strings.NewReader(large[:1000])}, nil},
		"chunked over it":        {struct{ io.Reader }{strings.NewReader(large)}, signkey.ErrBodyTooLarge},
		"chunked without an end": {struct{ io.Reader }{endless{}}, signkey.ErrBodyTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, options, nil)
			got := s.send(t, "POST", test.body, s.kit.Signed([]byte(large[:1000])).Header)
			if test.want == nil {
				s.wantPassed(t, got, large[:1000], true)
			} else {
				s.wantRefused(t, got, test.want)
			}
		})
	}
	// Content-Length alone decides, before a byte of the body is sent.
	s := newServer(t, options, nil)
	signature := s.kit.Signed(nil).Header.Get(signkey.HeaderName)
	got := s.raw(t, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n"+
		signkey.HeaderName+": "+signature+"\r\n\r\n")
	s.wantRefused(t, got, signkey.ErrBodyTooLarge)
}

// endless is a body that never ends.
type endless struct{}

func (endless) Read(data []byte) (int, error) {
	return len(data), nil
}

func TestOuterLimit(t *testing.T) {
	limit := func(next http.Handler) http.Handler { return http.MaxBytesHandler(next, 10) }
	s := newServer(t, signkeyhttp.Options{}, nil, limit)
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	s.wantRefused(t, got, signkey.ErrBodyTooLarge)
}

func TestBodyUnavailable(t *testing.T) {
	chunked := func() io.Reader { return struct{ io.Reader }{strings.NewReader(body)} }
	drain := func(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }
	end := func(r *http.Request) { _ = r.Body.Close() }
	for name, test := range map[string]struct {
		body io.Reader
		take func(*http.Request)
	}{
		"read":            {strings.NewReader(body), drain},
		"read in part":    {strings.NewReader(body), func(r *http.Request) { _, _ = r.Body.Read(make([]byte, 1)) }},
		"closed":          {strings.NewReader(body), end},
		"parsed":          {strings.NewReader(body), parseForm},
		"put away":        {strings.NewReader(body), func(r *http.Request) { r.Body = http.NoBody }},
		"set to nil":      {strings.NewReader(body), func(r *http.Request) { r.Body = nil }},
		"chunked, read":   {chunked(), drain},
		"chunked, closed": {chunked(), end},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, signkeyhttp.Options{}, nil, func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					test.take(r)
					next.ServeHTTP(w, r)
				})
			})
			got := s.send(t, "POST", test.body, s.kit.Signed([]byte(body)).Header)
			s.wantRefused(t, got, signkey.ErrBodyUnavailable)
			if !strings.Contains(got.body, "put the signkey middleware in front") {
				t.Errorf("no advice in %s", got.body)
			}
		})
	}
}

func parseForm(r *http.Request) {
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_ = r.ParseForm()
}

// TestBodyHandedOn has a middleware in front that reads the body and puts it back.
func TestBodyHandedOn(t *testing.T) {
	s := newServer(t, signkeyhttp.Options{}, nil, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			next.ServeHTTP(w, r)
		})
	})
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, body, true)
}

func TestDefaults(t *testing.T) {
	keyring, err := signkey.NewKeyring(signkeytest.Key)
	if err != nil {
		t.Fatal(err)
	}
	kit := signkeytest.New(t, time.Now())
	handler := signkeyhttp.Middleware(keyring, nil)(http.NotFoundHandler())
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, kit.Signed([]byte(body)).HTTP("POST", "/"))
	if got.Code != http.StatusNotFound {
		t.Errorf("a signed request got %d", got.Code)
	}
	_ = keyring.Close()
	got = httptest.NewRecorder()
	handler.ServeHTTP(got, kit.Signed([]byte(body)).HTTP("POST", "/"))
	if got.Code != http.StatusInternalServerError || !strings.Contains(got.Body.String(), `"finished"`) {
		t.Errorf("a closed keyring gives %d %s", got.Code, got.Body)
	}
	if _, ok := signkeyhttp.VerifiedFromContext(context.Background()); ok {
		t.Error("a verdict out of nowhere")
	}
}

func TestMiddlewarePanics(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(0, 0))
	endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring())
	for name, make := range map[string]func(){
		"no keyring":     func() { signkeyhttp.Middleware(nil, nil) },
		"negative limit": func() { signkeyhttp.Middleware(kit.Keyring(), &signkeyhttp.Options{MaxBodySize: -1}) },
		"two judges":     func() { signkeyhttp.Middleware(kit.Keyring(), &signkeyhttp.Options{Endpoint: endpoint}) },
		"methods beside an endpoint": func() {
			signkeyhttp.Middleware(nil, &signkeyhttp.Options{Endpoint: endpoint, UnsignedMethods: []string{"GET"}})
		},
		"window beside an endpoint": func() {
			signkeyhttp.Middleware(nil, &signkeyhttp.Options{Endpoint: endpoint, Verify: []signkey.VerifyOption{{}}})
		},
		"negative window": func() {
			signkeyhttp.Middleware(kit.Keyring(), &signkeyhttp.Options{
				Verify: []signkey.VerifyOption{signkey.WithWindow(-time.Second, 0)},
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			make()
		})
	}
}

// TestSideBySide has requests share the options of the middleware: so many that there would be room
// behind them.
func TestSideBySide(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	verify := slices.Repeat([]signkey.VerifyOption{signkey.WithWindow(time.Hour, time.Hour)}, 12)
	handler := signkeyhttp.Middleware(kit.Keyring(), &signkeyhttp.Options{
		Verify: verify, Now: kit.Now, SignResponses: true,
	})(write("answer"))
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 200 {
				got := httptest.NewRecorder()
				handler.ServeHTTP(got, kit.Expired([]byte(body)).HTTP("POST", "/"))
				if got.Code != http.StatusOK {
					t.Errorf("status %d, %s", got.Code, got.Body)
				}
			}
		}()
	}
	group.Wait()
}

func TestHTTP2(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	options := &signkeyhttp.Options{Now: kit.Now, MaxBodySize: 1000, SignResponses: true}
	server := httptest.NewUnstartedServer(signkeyhttp.Middleware(kit.Keyring(), options)(write("answer")))
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
			if got.ProtoMajor != 2 || got.StatusCode != status {
				t.Errorf("%d bytes: HTTP/%d, status %d", size, got.ProtoMajor, got.StatusCode)
			}
		}
	}
}
