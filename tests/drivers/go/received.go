package main

import (
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

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
