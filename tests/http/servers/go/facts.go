package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

// facts are what the handler saw.
type facts struct {
	Method        string  `json:"method"`
	Caller        string  `json:"caller"`
	Key           *int    `json:"key"`
	Form          *string `json:"form"`
	Warning       *string `json:"warning"`
	Length        *int    `json:"length"`
	SHA256        *string `json:"sha256"`
	ContentLength *string `json:"content_length"`
}

// factsOf are the facts about a request; everyone, if there is one, is who sent it.
func factsOf(r *http.Request, everyone *facts, body []byte, isRead bool) []byte {
	it := facts{}
	if everyone != nil {
		it = *everyone
	} else if admission, ok := signkeyhttp.AdmissionFromContext(r.Context()); ok {
		it.of(admission)
	}
	it.Method = r.Method
	if values := r.Header["Content-Length"]; len(values) > 0 {
		it.ContentLength = &values[0]
	}
	if isRead {
		length, hash := len(body), sha256.Sum256(body)
		digits := hex.EncodeToString(hash[:])
		it.Length, it.SHA256 = &length, &digits
	}
	encoded, err := json.Marshal(it)
	if err != nil {
		panic(err)
	}
	return encoded
}

func (f *facts) of(admission *signkey.Admission) {
	caller, err := admission.Caller()
	switch caller := caller.(type) {
	case signkey.Verified:
		form := caller.Form.String()
		f.Caller, f.Key, f.Form = "verified", &caller.KeyIndex, &form
	case signkey.Unverified:
		f.Caller = caller.Reason.String()
	default:
		panic(err)
	}
	if warning, ok := admission.Warning(); ok {
		code := warning.Code()
		f.Warning = &code
	}
}
