package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strconv"
	"syscall"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

// raceAdapters measures what checks in front of a handler add to a request: signkey's adapter, a check
// written by hand, and the published SDK's function in its place.
//
// Requests are as net/http's server hands them over, without the server: a socket would cost more than
// what is measured, and the same in front of every handler.
func raceAdapters(keyring *signkey.Keyring) {
	endpoint, err := signkey.NewEndpoint(signkey.ModeCloud, keyring)
	if err != nil {
		log.Fatal(err)
	}
	defer endpoint.Close()
	bare := contender{"bare", served(http.HandlerFunc(echo)), letsAllIn}
	own := contender{
		"signkey", served(signkeyhttp.Middleware(endpoint, nil)(http.HandlerFunc(echo))), protects,
	}
	byHand := contender{"hand-written", served(check(http.HandlerFunc(echo), isValid)), protects}
	libraries := []contender{bare, own}
	if isValid := peerCheck(); isValid != nil {
		sdk := contender{"inngest SDK", served(check(http.HandlerFunc(echo), isValid)), protects}
		libraries = append(libraries, sdk)
	}
	// Larger bodies say no more: signkey's time is that of the hash there.
	for _, size := range sizes[:2] {
		all := messages("call", size)
		// Long enough that the collector runs often, and does not come once more or less by chance.
		turn := turn{cpuTime, max(1, 2500/len(all))}
		raceBy(turn, "admit, net/http", "call", size, all, bare, own, byHand)
		// Apart, because it is so slow that the others would have few rounds.
		raceBy(turn, "admit, net/http, libraries", "call", size, all, libraries...)
	}
}

// echo answers with the body that it got.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		log.Fatal(err)
	}
	w.Write(body)
}

// common is what the platform sends beside the signature and the length.
var common = http.Header{
	"Accept-Encoding":       {"gzip"},
	"Content-Type":          {"application/json"},
	"Traceparent":           {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
	"User-Agent":            {"Go-http-client/1.1"},
	"X-Forwarded-For":       {"203.0.113.7"},
	"X-Forwarded-Proto":     {"https"},
	"X-Inngest-Req-Version": {"1"},
	"X-Inngest-Server-Kind": {"cloud"},
	"X-Run-Id":              {"01JDQ7C0Y3V8Q2N5R9T4W6X1Z0"},
}

// served is how a handler answers a message: with the body that it got, or with an error.
func served(handler http.Handler) func(*message) ([]byte, error) {
	target := &url.URL{Path: "/api/inngest", RawQuery: "fnId=shop-order&stepId=step"}
	var w answer
	return func(m *message) ([]byte, error) {
		w.reset()
		header := make(http.Header, len(common)+2)
		for name, values := range common {
			header[name] = values
		}
		header["Content-Length"] = []string{strconv.Itoa(len(m.body))}
		if m.value != "" {
			header[signkey.HeaderName] = []string{m.value}
		}
		handler.ServeHTTP(&w, &http.Request{
			Method: http.MethodPost, URL: target, RequestURI: "/api/inngest?" + target.RawQuery,
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: "shop.example",
			RemoteAddr: "127.0.0.1:40000", Header: header,
			Body: io.NopCloser(bytes.NewReader(m.body)), ContentLength: int64(len(m.body)),
		})
		if w.status != 0 {
			return nil, fmt.Errorf("status %d", w.status)
		}
		return w.body, nil
	}
}

// answer is what a handler answers. It is used again for the next request.
type answer struct {
	header http.Header
	status int
	body   []byte
}

func (a *answer) reset() {
	*a = answer{http.Header{}, 0, a.body[:0]}
}

func (a *answer) Header() http.Header    { return a.header }
func (a *answer) WriteHeader(status int) { a.status = status }

func (a *answer) Write(data []byte) (int, error) {
	a.body = append(a.body, data...)
	return len(data), nil
}

// letsAllIn says whether a handler that nothing protects answers everyone.
func letsAllIn(handle handle, m *message) bool {
	for _, other := range append(forgeries(m), m) {
		if body, err := handle(other); err != nil || !bytes.Equal(body, other.body) {
			return false
		}
	}
	return true
}

// protects says whether the handler got the message as it was sent, and no forgery.
func protects(handle handle, m *message) bool {
	for _, other := range forgeries(m) {
		if _, err := handle(other); err == nil {
			return false
		}
	}
	body, err := handle(m)
	return err == nil && bytes.Equal(body, m.body)
}

// forgeries are what must not reach the handler: the message with another body, without a signature,
// with another MAC, and signed long ago.
func forgeries(m *message) []*message {
	unsigned, other, old := *m, *m, *m
	unsigned.value = ""
	last := "0"
	if m.value[len(m.value)-1:] == last {
		last = "1"
	}
	other.value = m.value[:len(m.value)-1] + last
	then := strconv.FormatInt(time.Now().Add(-400*time.Second).Unix(), 10)
	hash := hmac.New(sha256.New, []byte(digits))
	hash.Write(m.canonical)
	hash.Write([]byte(then))
	old.value = fmt.Sprintf("t=%s&s=%x", then, hash.Sum(nil))
	return []*message{m.tampered(), &unsigned, &other, &old}
}

// cpuTime is what all threads of this process have used, the garbage collector's too.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		log.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
