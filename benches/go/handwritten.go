package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// verify says whether a header is the signature of a body.
type verify func(body []byte, header string) bool

// check is what the adapter is measured against: what the protocol asks for, and no more. It has no
// limit, no fallback key and no other form of JSON, and it does not tell the handler who sent the
// request.
func check(next http.Handler, isValid verify) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || !isValid(body, r.Header.Get(signkey.HeaderName)) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

func isValid(body []byte, header string) bool {
	rest, isTimed := strings.CutPrefix(header, "t=")
	timestamp, signature, isSigned := strings.Cut(rest, "&s=")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if !isTimed || !isSigned || err != nil {
		return false
	}
	if time.Since(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return false
	}
	given, err := hex.DecodeString(signature)
	if err != nil {
		return false
	}
	hash := hmac.New(sha256.New, []byte(digits))
	hash.Write(body)
	hash.Write([]byte(timestamp))
	return hmac.Equal(hash.Sum(nil), given)
}
