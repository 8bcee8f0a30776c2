package signkeyhttp_test

import (
	"bufio"
	"bytes"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestAChunkedBodyIsVerified(t *testing.T) {
	s := newServer(t, nil, nil)
	// Without a known type of reader the client sends no Content-Length.
	stream := struct{ io.Reader }{strings.NewReader(body)}
	got := s.send(t, "POST", stream, s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, body, true)
}

func TestAChunkedBodyOfWhichNothingIsLeftIsRefused(t *testing.T) {
	for _, method := range []string{"POST", "GET", "DELETE"} {
		s := newServer(t, nil, nil)
		head := strings.Replace(chunked(s.kit.Signed(nil).Header), "POST", method, 1)
		s.wantRefused(t, s.raw(t, head+"0\r\n\r\n"), signkey.ErrBodyUnavailable)
	}
}

// There is a chunk for each byte, hence some end within a character.
func TestPiecesOfABodyDoNotCount(t *testing.T) {
	s := newServer(t, nil, nil)
	message := chunked(s.kit.Signed([]byte(body)).Header)
	for i := range len(body) {
		message += "1\r\n" + body[i:i+1] + "\r\n"
	}
	s.wantPassed(t, s.raw(t, message+"0\r\n\r\n"), body, true)
}

func TestABodyThatBreaksOffIsIncomplete(t *testing.T) {
	s := newServer(t, nil, nil)
	got := s.raw(t, chunked(s.kit.Signed([]byte(body)).Header)+"no length\r\n")
	s.wantRefused(t, got, signkey.ErrBodyIncomplete)
	if !got.Close {
		t.Error("the connection stays open")
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

func TestABodyOverTheLimitIsRefused(t *testing.T) {
	opts := []signkey.EndpointOption{signkey.WithMaxBodySize(1000)}
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
			s := newServer(t, opts, nil)
			got := s.send(t, "POST", test.body, s.kit.Signed([]byte(large[:1000])).Header)
			if test.want == nil {
				s.wantPassed(t, got, large[:1000], true)
			} else {
				s.wantRefused(t, got, test.want)
			}
		})
	}
	// Content-Length alone decides, before a byte of the body is sent.
	s := newServer(t, opts, nil)
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

func TestALimitInFrontCounts(t *testing.T) {
	limit := func(next http.Handler) http.Handler { return http.MaxBytesHandler(next, 10) }
	s := newServer(t, nil, nil, limit)
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	s.wantRefused(t, got, signkey.ErrBodyTooLarge)
}

func TestABodyThatSomethingTookIsUnavailable(t *testing.T) {
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
		"chunked, parsed": {chunked(), parseForm},
		"chunked, gone":   {chunked(), func(r *http.Request) { r.Body = http.NoBody }},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, nil, nil, func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					test.take(r)
					next.ServeHTTP(w, r)
				})
			})
			got := s.send(t, "POST", test.body, s.kit.Signed([]byte(body)).Header)
			s.wantRefused(t, got, signkey.ErrBodyUnavailable)
		})
	}
}

func parseForm(r *http.Request) {
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_ = r.ParseForm()
}

// A handler that asks for fields would get what nobody signed.
func TestFieldsThatAParserHoldsAreNotVerified(t *testing.T) {
	const fields = "amount=1"
	for name, test := range map[string]struct {
		take     func(*http.Request)
		isParsed bool
	}{
		"a form":            {parseForm, true},
		"no form":           {func(r *http.Request) { _ = r.ParseForm() }, false},
		"fields of its own": {func(r *http.Request) { r.Form = url.Values{"amount": {"2"}} }, true},
		"a field more":      {func(r *http.Request) { r.Form = url.Values{"a": {"b", "c"}} }, true},
		"a multipart form":  {func(r *http.Request) { r.MultipartForm = &multipart.Form{} }, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, nil, nil, func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					r.URL.RawQuery = "a=b"
					test.take(r)
					// The bytes are as they were sent.
					r.Body = io.NopCloser(strings.NewReader(fields))
					next.ServeHTTP(w, r)
				})
			})
			got := s.send(t, "POST", strings.NewReader(fields), s.kit.Signed([]byte(fields)).Header)
			if test.isParsed {
				s.wantRefused(t, got, signkey.ErrBodyUnavailable)
			} else {
				s.wantPassed(t, got, fields, true)
			}
		})
	}
}

func TestABodyThatWasPutBackIsVerified(t *testing.T) {
	s := newServer(t, nil, nil, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			next.ServeHTTP(w, r)
		})
	})
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	s.wantPassed(t, got, body, true)
}
