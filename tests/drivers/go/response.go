package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

// response is what the app answers; without a status, nothing.
type response struct {
	status    int
	header    http.Header
	body      []byte
	timestamp signkey.SignOption
}

func (f *fields) response() (response response) {
	if status := f.next(); status == "-" {
		response.status = -1
	} else {
		response.status = f.status(status)
	}
	if contentType := f.next(); contentType != "-" {
		response.header = http.Header{"Content-Type": {string(f.decode(contentType))}}
	}
	response.body, response.timestamp = f.bytes(), signkey.WithUnixTimestamp(f.integer())
	return response
}

// send says what becomes of the response, its signature, and the answer in its place.
func (r response) send(endpoint *signkey.Endpoint, admission *signkey.Admission) (
	sent []string, refusal signkey.Refusal, isRefused bool, err error,
) {
	if r.status < 0 {
		return []string{"-", "-"}, refusal, false, nil
	}
	step, err := admission.Response(r.status, r.header)
	if err != nil {
		return nil, refusal, false, err
	}
	name, body := "hold", r.body
	switch {
	case step.Kind == signkey.ResponseForward:
		return []string{"forward", "-"}, refusal, false, nil
	case step.Kind == signkey.ResponseRefuse:
		return []string{"refuse", "-"}, endpoint.Refuse(signkey.ErrResponseUnsignable), true, nil
	case step.IsEmpty:
		name, body = "hold_empty", nil
	}
	held := fmt.Sprintf("%s:%d", name, step.AtMost)
	signature, err := admission.Sign(body, r.timestamp)
	switch {
	case err == nil:
		return []string{held, hex.EncodeToString([]byte(signature))}, refusal, false, nil
	case errors.Is(err, signkey.ErrResponseUnsignable):
		return []string{held, "-"}, endpoint.Refuse(err), true, nil
	default:
		return nil, refusal, false, err
	}
}
