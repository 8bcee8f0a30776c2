package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// Framing is how the end of a body is known. It is part of the verdict: otherwise the signature of an
// empty body would admit a body that something in front has taken.
//
// The zero Framing says that nothing is known but the length among the headers, if there is one: so it is
// with a request of [net/http] whose ContentLength is negative.
type Framing struct {
	kind     ffi.Framing
	declared uint64
}

// FramingDeclared says that the head of the message declares so many bytes; 0 where the protocol says
// that no declaration means no body.
func FramingDeclared(bytes uint64) Framing {
	return Framing{kind: ffi.FramingDeclared, declared: bytes}
}

// FramingEnded says that the protocol said that the body ends here, and that nothing read from it
// before.
func FramingEnded() Framing {
	return Framing{kind: ffi.FramingEnded}
}

// FramingHead says that the headers alone say where the body ends, as in HTTP/1 (RFC 9112, section
// 6.3). They have to be all that were received: net/http takes Transfer-Encoding out of them.
func FramingHead() Framing {
	return Framing{kind: ffi.FramingHead}
}

// FramingHTTP2 says that the headers alone say where the body ends, as in HTTP/2. A request without a
// length has no body if its method gives no meaning to one (RFC 9110, section 9.3): GET and HEAD.
func FramingHTTP2() Framing {
	return Framing{kind: ffi.FramingHTTP2}
}

// NoBody is why there is no body to judge.
type NoBody uint8

const (
	// BodyTooLarge says that there are more bytes than the step asked for. The rest was not read.
	BodyTooLarge NoBody = NoBody(ffi.NoBodyTooLarge)
	// BodyParsed says that a parser or another reader in front holds the body already.
	BodyParsed NoBody = NoBody(ffi.NoBodyParsed)
	// BodyUnframed says that nothing tells where the body ends, so that it cannot be read.
	BodyUnframed NoBody = NoBody(ffi.NoBodyUnframed)
	// BodyAborted says that the connection broke off before the end of the body.
	BodyAborted NoBody = NoBody(ffi.NoBodyAborted)
)

// ReceiveBody takes the body that [StepReadBody] asks for, as it was received, and gives the verdict.
// The body must not change as long as the handler runs on it. Of options, [WithNow] and [WithUnixNow]
// alone make sense; the default is the system's clock.
//
// Errors: [ErrFinished] if no body is asked for, [ErrInvalidArgument] for an option that makes no
// sense; the admission stays as it is.
func (a *Admission) ReceiveBody(body []byte, framing Framing, opts ...VerifyOption) error {
	now, err := clock(opts)
	if err != nil {
		return err
	}
	return a.judge(StepReadBody, func(handle *ffi.Endpoint) ffi.Failure {
		return a.state.ReceiveBody(handle, body, framing.kind, framing.declared, now)
	})
}

// NoBody says why there is no body where [StepReadBody] asks for one. The request is refused.
//
// Errors: [ErrFinished] if no body is asked for, [ErrInvalidArgument] for an unknown reason; the
// admission stays as it is.
func (a *Admission) NoBody(reason NoBody) error {
	return a.judge(StepReadBody, func(handle *ffi.Endpoint) ffi.Failure {
		return a.state.Refuse(handle, ffi.NoBody(reason))
	})
}

// judge has the endpoint go on from this step.
func (a *Admission) judge(from Step, call func(*ffi.Endpoint) ffi.Failure) error {
	if a.Step() != from {
		return ErrFinished
	}
	handle, err := a.endpoint.borrow()
	if err != nil {
		a.fault = ErrFinished.failure.Status
		return nil
	}
	defer a.endpoint.giveBack()
	return asError(call(handle))
}
