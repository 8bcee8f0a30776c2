package main

import (
	"encoding/hex"
	"fmt"

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
