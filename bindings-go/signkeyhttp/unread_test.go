package signkeyhttp_test

import (
	"fmt"
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

// untouched is a body that must be neither read nor closed.
type untouched struct{ t *testing.T }

func (u untouched) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func (u untouched) Close() error {
	u.t.Error("the body was closed")
	return nil
}

// Each request comes with a body that is over the limit, by the word of Content-Length or without an
// end.
func TestABodyThatDecidesNothingIsNotTouched(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	value := kit.Signed([]byte(body)).Header.Get(signkey.HeaderName)
	_, broken := signkey.NewKeyring("test")
	cloud := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), signkey.WithMaxBodySize(1000))
	brokenCloud := newEndpoint(t, signkey.ModeCloud, nil, signkey.WithKeyringError(broken))
	dev := newEndpoint(t, signkey.ModeDev, kit.Keyring())
	keyless := newEndpoint(t, signkey.ModeDev, nil)
	for name, test := range map[string]struct {
		endpoint *signkey.Endpoint
		values   []string
		status   int
		body     string
	}{
		"unsigned":         {cloud, nil, 401, "missing_signature"},
		"empty":            {cloud, []string{""}, 401, "malformed_signature"},
		"malformed":        {cloud, []string{value + " "}, 401, "malformed_signature"},
		"twice":            {cloud, []string{value, value}, 401, "malformed_signature"},
		"broken key":       {brokenCloud, []string{value}, 500, "non_hex_key"},
		"dev, malformed":   {dev, []string{value + " "}, 401, "malformed_signature"},
		"dev":              {dev, nil, 200, "unverified dev"},
		"dev, without key": {keyless, []string{value}, 200, "unverified dev_without_key"},
	} {
		for _, length := range []int64{-1, 1 << 40} {
			t.Run(name, func(t *testing.T) {
				options := &signkeyhttp.Options{Now: kit.Now}
				sent := untouched{t}
				handler := signkeyhttp.Middleware(test.endpoint, options)(http.HandlerFunc(
					func(w http.ResponseWriter, r *http.Request) {
						if r.Body != sent {
							t.Error("the handler has another body")
						}
						admission, _ := signkeyhttp.AdmissionFromContext(r.Context())
						caller, _ := admission.Caller()
						_, _ = fmt.Fprintf(w, "unverified %v", caller.(signkey.Unverified).Reason)
					}))
				r := httptest.NewRequest("POST", "/", sent)
				r.ContentLength = length
				if test.values != nil {
					r.Header[signkey.HeaderName] = test.values
				}
				got := httptest.NewRecorder()
				handler.ServeHTTP(got, r)
				if got.Code != test.status || !strings.Contains(got.Body.String(), test.body) {
					t.Errorf("status %d, %s", got.Code, got.Body)
				}
			})
		}
	}
}

// The client sends no byte of the body that it announces: a server that waits for one, if only to throw
// it away, fails the test.
func TestARefusalWaitsForNoBody(t *testing.T) {
	s := newServer(t, nil, nil)
	got := s.raw(t, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n")
	s.wantRefused(t, got, signkey.ErrMissingSignature)
	if !got.Close {
		t.Error("the connection stays open")
	}
	s = newServer(t, nil, nil)
	got = s.raw(t, "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"+
		signkey.HeaderName+": t=1\r\n\r\n")
	s.wantRefused(t, got, signkey.ErrMalformedSignature)
	if !got.Close {
		t.Error("the connection stays open")
	}

	// Nothing is in the way of the next request here.
	s = newServer(t, nil, nil)
	got = s.send(t, "POST", nil, nil)
	s.wantRefused(t, got, signkey.ErrMissingSignature)
	if got.Close {
		t.Error("the connection is closed after a request without a body")
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Length", "4")
	r.Proto, r.ProtoMajor, r.ProtoMinor = "HTTP/2.0", 2, 0
	recorder := httptest.NewRecorder()
	s.Config.Handler.ServeHTTP(recorder, r)
	if recorder.Code != 401 || recorder.Header().Get("Connection") != "" {
		t.Error("other requests share the connection", recorder.Code, recorder.Header())
	}
}
