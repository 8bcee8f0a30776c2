package main

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// parse takes the body as programs do: fields with the form's parser, JSON with its own, the rest read and
// dropped.
func parse(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		switch kind {
		case "application/x-www-form-urlencoded":
			_ = r.ParseForm()
		case "multipart/form-data":
			_ = r.ParseMultipartForm(64 << 20)
		case "application/json":
			var document any
			_ = json.NewDecoder(r.Body).Decode(&document)
		}
		_, _ = io.Copy(io.Discard, r.Body)
		next.ServeHTTP(w, r)
	})
}

func replace(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader("replaced"))
		next.ServeHTTP(w, r)
	})
}

// makeOdd spells the name of the signature's header as no server of Go does.
func makeOdd(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if values, ok := r.Header[signkey.HeaderName]; ok {
			delete(r.Header, signkey.HeaderName)
			r.Header[strings.ToLower(signkey.HeaderName)] = values
		}
		next.ServeHTTP(w, r)
	})
}

// control is an adapter that is broken on purpose: everything is verified.
func control() http.Handler {
	key, form := 0, "raw"
	return &probe{everyone: &facts{Caller: "verified", Key: &key, Form: &form}}
}
