package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// admit is a request through an endpoint, step by step, and the response that follows.
func admit(f *fields) ([]string, error) {
	settings, opts := f.settings(), f.endpointOptions()
	method, header, receive := f.text(), f.received(), f.receivedBody()
	body, now := f.bytes(), signkey.WithUnixNow(f.integer())
	response := f.response()
	if f.err != nil {
		return nil, f.err
	}
	config, err := settings.config()
	if err != nil {
		return nil, err
	}
	defer config.Close()
	endpoint, err := config.Endpoint(opts...)
	if err != nil {
		return nil, err
	}
	defer endpoint.Close()

	admission, atMost := endpoint.Admit(method, header), "-"
	if admission.Step() == signkey.StepReadBody {
		atMost = fmt.Sprint(admission.AtMost())
		if err := receive(&admission, body, now); err != nil {
			return nil, err
		}
	}
	answer := append([]string{atMost}, verdict(&admission)...)
	answer = append(answer, warningOf(&admission))
	refusal, isRefused := admission.Refusal()
	if isRefused {
		return append(append(answer, "-", "-"), describeRefusal(refusal)...), nil
	}
	sent, refusal, isRefused, err := response.send(endpoint, &admission)
	if err != nil {
		return nil, err
	}
	answer = append(answer, sent...)
	if isRefused {
		return append(answer, describeRefusal(refusal)...), nil
	}
	return append(answer, "-", "-", "-", "-", "-"), nil
}

// verdict is who sent the request, or why it was refused.
func verdict(admission *signkey.Admission) []string {
	caller, err := admission.Caller()
	switch caller := caller.(type) {
	case signkey.Verified:
		return []string{"verified", fmt.Sprintf(
			"%d,%v,%d,%s", caller.KeyIndex, caller.Form, caller.UnixTime, caller.KeyID)}
	case signkey.Unverified:
		return []string{"unverified", caller.Reason.String()}
	default:
		return []string{"refused", code(err)}
	}
}

func describeRefusal(refusal signkey.Refusal) []string {
	unread := "0"
	if refusal.IsUnread {
		unread = "1"
	}
	return []string{
		fmt.Sprint(refusal.Status), hex.EncodeToString([]byte(lines(refusal.Header))),
		hex.EncodeToString(refusal.Body), unread, hex.EncodeToString([]byte(refusal.Log)),
	}
}

// receiver hands a body over, or says why there is none.
type receiver func(*signkey.Admission, []byte, signkey.VerifyOption) error

func (f *fields) receivedBody() receiver {
	field := f.next()
	missing := map[string]signkey.NoBody{
		"too_large": signkey.BodyTooLarge, "parsed": signkey.BodyParsed,
		"unframed": signkey.BodyUnframed, "aborted": signkey.BodyAborted,
	}
	framings := map[string]signkey.Framing{
		"ended": signkey.FramingEnded(), "head": signkey.FramingHead(), "http2": signkey.FramingHTTP2(), "unknown": {},
	}
	if reason, ok := missing[field]; ok {
		return func(admission *signkey.Admission, _ []byte, _ signkey.VerifyOption) error {
			return admission.NoBody(reason)
		}
	}
	framing, ok := framings[field]
	if declared, isDeclared := strings.CutPrefix(field, "declared:"); isDeclared {
		framing = signkey.FramingDeclared(f.number(declared))
	} else if !ok {
		f.invalid()
	}
	return func(admission *signkey.Admission, body []byte, now signkey.VerifyOption) error {
		return admission.ReceiveBody(body, framing, now)
	}
}

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

// endpointOptions are the options of an endpoint by their names.
func (f *fields) endpointOptions() (opts []signkey.EndpointOption) {
	past, future := uint64(300), uint64(300)
	for _, pair := range f.pairs() {
		name, value := f.utf8(pair.name), f.utf8(pair.value)
		switch name {
		case "unsigned_method":
			opts = append(opts, signkey.WithUnsignedMethods(value))
		case "unsigned_sync":
			opts = appendIf(opts, f.isSet(value), signkey.WithUnsignedSync())
		case "sign_responses":
			opts = appendIf(opts, f.isSet(value), signkey.WithSignedResponses())
		case "past":
			past = f.number(value)
		case "future":
			future = f.number(value)
		case "max_body_size":
			opts = append(opts, signkey.WithMaxBodySize(f.number(value)))
		case "max_json_size":
			opts = append(opts, signkey.WithMaxJSONSize(f.number(value)))
		case "max_response_size":
			opts = append(opts, signkey.WithMaxResponseSize(f.number(value)))
		default:
			f.invalid()
		}
	}
	return append(opts, signkey.WithWindowSeconds(past, future))
}

func appendIf(opts []signkey.EndpointOption, is bool, opt signkey.EndpointOption) []signkey.EndpointOption {
	if is {
		return append(opts, opt)
	}
	return opts
}
