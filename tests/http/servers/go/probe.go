package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

var about = signkey.App{ID: "probe", SDK: "probe:v1.0.0", Language: "go", Framework: "net/http", Functions: 1}

// probe is the handler behind the protection.
type probe struct {
	config   *signkey.Config
	endpoint *signkey.Endpoint
	everyone *facts
}

func (p *probe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	behaviour, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	var body []byte
	isEcho := behaviour == "echo"
	if isEcho {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	facts := factsOf(r, p.everyone, body, isEcho)
	w.Header().Set("X-Probe", string(facts))
	number, _ := strconv.Atoi(rest)
	switch behaviour {
	case "echo":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(facts)
	case "status":
		text(w, number, "x")
	case "empty":
	case "stream":
		stream(w)
	case "large":
		large(w, number)
	case "events":
		events(w)
	case "ownheader":
		w.Header().Set(signkey.HeaderName, "forged")
		text(w, http.StatusOK, "ok")
	case "gzip":
		compressed(w)
	case "throws":
		panic("thrown")
	case "ignore":
		text(w, http.StatusOK, "ok")
	case "introspect":
		p.introspect(w, r)
	case "register":
		if rest == "later" {
			time.Sleep(2200 * time.Millisecond)
		}
		p.register(w, r)
	default:
		w.Header().Del("X-Probe")
		http.NotFound(w, r)
	}
}

func text(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// stream writes out of one buffer, which is overwritten in between and at the end.
func stream(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain")
	buffer := make([]byte, 4)
	for _, letter := range []byte("ABC") {
		copy(buffer, bytes.Repeat([]byte{letter}, 4))
		_, _ = w.Write(buffer)
	}
	copy(buffer, "ZZZZ")
}

func large(w http.ResponseWriter, size int) {
	w.Header().Set("Content-Type", "text/plain")
	piece := bytes.Repeat([]byte("x"), 1<<16)
	for size > 0 {
		n, err := w.Write(piece[:min(size, len(piece))])
		if err != nil {
			return
		}
		size -= n
	}
}

func events(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, event := range []string{"data: 1\n\n", "data: 2\n\n"} {
		if event == "data: 2\n\n" {
			time.Sleep(200 * time.Millisecond)
		}
		_, _ = io.WriteString(w, event)
		_ = http.NewResponseController(w).Flush()
	}
}

func compressed(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Content-Encoding", "gzip")
	writer := gzip.NewWriter(w)
	_, _ = writer.Write(bytes.Repeat([]byte("x"), 1000))
	_ = writer.Close()
}

func (p *probe) introspect(w http.ResponseWriter, r *http.Request) {
	admission, _ := signkeyhttp.AdmissionFromContext(r.Context())
	described, err := p.config.Introspect(about, admission)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(described)
}

func (p *probe) register(w http.ResponseWriter, r *http.Request) {
	admission, _ := signkeyhttp.AdmissionFromContext(r.Context())
	registration, err := p.config.Registration(about, admission, r.URL.RawQuery)
	if err != nil {
		w.Header().Del("X-Probe")
		_ = p.endpoint.Refuse(err).Send(w, r)
		return
	}
	defer registration.Close()
	if !registration.IsInBand() {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"state":"register"}`)
		return
	}
	response, err := registration.Response([]byte(`{"probe":true}`))
	if err != nil {
		panic(err)
	}
	_ = response.Send(w)
}
