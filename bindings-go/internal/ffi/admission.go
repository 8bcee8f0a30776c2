//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// Admission is a request on its way in: C's own words and the last step, by value.
type Admission struct {
	admission C.signkey_admission
	step      C.signkey_step
	verified  C.signkey_verified
}

// prepare says to C how large everything is.
func (a *Admission) prepare() {
	a.admission.size = C.sizeof_signkey_admission
	a.step.size = C.sizeof_signkey_step
	a.verified.size = C.sizeof_signkey_verified
}

// StepKind is what comes next about a request.
type StepKind uint32

// The steps. The zero StepKind is an admission that was never filled in.
const (
	StepReadBody StepKind = C.SIGNKEY_STEP_READ_BODY
	StepClaim    StepKind = C.SIGNKEY_STEP_CLAIM
	StepRefuse   StepKind = C.SIGNKEY_STEP_REFUSE
	StepAdmit    StepKind = C.SIGNKEY_STEP_ADMIT
)

// Step is what comes next.
func (a *Admission) Step() StepKind { return StepKind(a.step.kind) }

// AtMost is the most bytes of a body to read.
func (a *Admission) AtMost() uint64 { return uint64(a.step.at_most) }

// Caller is who sent a request that was admitted.
func (a *Admission) Caller() Caller { return Caller(a.step.caller) }

// Warning is what contradicts the mode.
func (a *Admission) Warning() Warning { return Warning(a.step.warning) }

// Verified is the proof, for CallerVerified.
func (a *Admission) Verified() (verified Verified, keyID string) {
	return verifiedOf(a.verified), C.GoString(&a.verified.key_id[0])
}

// Admit begins with a request. A failure is one of the call: a request that is refused is none.
func (a *Admission) Admit(endpoint *Endpoint, method string, header map[string][]string) Failure {
	a.prepare()
	var flat flatHeaders
	if flat.collect(header) {
		return statusOnly(flat.admit(endpoint, method, a))
	}
	var b borrower
	defer b.Unpin()
	name, size := borrowText(method)
	fields, count := b.fields(fieldsOf(header))
	return statusOnly(C.signkey_endpoint_admit(
		endpoint.c(), name, size, fields, count, &a.admission, &a.step, nil))
}

// Framing is how the end of a body is known.
type Framing uint32

// The framings.
const (
	FramingUnknown  Framing = C.SIGNKEY_FRAMING_UNKNOWN
	FramingDeclared Framing = C.SIGNKEY_FRAMING_DECLARED
	FramingEnded    Framing = C.SIGNKEY_FRAMING_ENDED
	FramingHead     Framing = C.SIGNKEY_FRAMING_HEAD
	FramingHTTP2    Framing = C.SIGNKEY_FRAMING_HTTP2
)

// ReceiveBody judges the body. A failure is one of the call.
func (a *Admission) ReceiveBody(
	endpoint *Endpoint, body []byte, framing Framing, declared, now uint64,
) Failure {
	data, size := borrow(body)
	return statusOnly(C.signkey_endpoint_receive_body(endpoint.c(), &a.admission, data, size,
		C.uint32_t(framing), C.uint64_t(declared), C.uint64_t(now), &a.step, &a.verified, nil))
}

// NoBody is why there is no body to judge.
type NoBody uint32

// The reasons.
const (
	NoBodyTooLarge NoBody = C.SIGNKEY_NO_BODY_TOO_LARGE
	NoBodyParsed   NoBody = C.SIGNKEY_NO_BODY_PARSED
	NoBodyUnframed NoBody = C.SIGNKEY_NO_BODY_UNFRAMED
	NoBodyAborted  NoBody = C.SIGNKEY_NO_BODY_ABORTED
)

// Refuse says why there is no body. A failure is one of the call.
func (a *Admission) Refuse(endpoint *Endpoint, reason NoBody) Failure {
	return statusOnly(C.signkey_endpoint_no_body(
		endpoint.c(), &a.admission, C.uint32_t(reason), &a.step, nil))
}

// Reason is why a request is refused.
func (a *Admission) Reason() Failure {
	step, failure := C.signkey_step{size: C.sizeof_signkey_step}, noFailure()
	C.signkey_admission_step(&a.admission, &step, nil, &failure)
	return failureOf(failure)
}
