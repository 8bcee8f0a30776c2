//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// ResponseKind is what to do with a response.
type ResponseKind uint32

// The kinds.
const (
	ResponseForward ResponseKind = C.SIGNKEY_RESPONSE_FORWARD
	ResponseHold    ResponseKind = C.SIGNKEY_RESPONSE_HOLD
	ResponseRefuse  ResponseKind = C.SIGNKEY_RESPONSE_REFUSE
)

// ResponseStep is what becomes of a response.
type ResponseStep struct {
	Kind    ResponseKind
	IsEmpty bool
	AtMost  uint64
}

// Response says what becomes of a response.
func (a *Admission) Response(
	endpoint *Endpoint, httpStatus uint32, contentType Header,
) (ResponseStep, Failure) {
	data, size := contentType.borrow()
	step := C.signkey_response_step{size: C.sizeof_signkey_response_step}
	status := C.signkey_endpoint_response(
		endpoint.c(), &a.admission, C.uint32_t(httpStatus), data, size, &step, nil)
	return ResponseStep{
		Kind:    ResponseKind(step.kind),
		IsEmpty: bool(step.empty),
		AtMost:  uint64(step.at_most),
	}, statusOnly(status)
}

// Sign signs a response.
func (a *Admission) Sign(endpoint *Endpoint, body []byte, timestamp uint64) (string, Failure) {
	data, size := borrow(body)
	var out headerOut
	failure := noFailure()
	C.signkey_endpoint_sign_response(
		endpoint.c(), &a.admission, data, size, C.uint64_t(timestamp), &out[0], &failure)
	return out.text(failure), failureOf(failure)
}

// Refusal is the answer to a request that is refused.
type Refusal struct {
	Status, HTTPStatus uint32
	Fields             []Field
	Body, Log          string
	IsUnread, IsFault  bool
}

// Refusal is what to answer to a request that is refused.
func (a *Admission) Refusal() (Refusal, Failure) {
	refusal := noRefusal()
	status := C.signkey_admission_refusal(&a.admission, &refusal)
	return refusalOf(&refusal), statusOnly(status)
}

// RefusalOf is what to answer for an error that arises after a request was admitted.
func RefusalOf(endpoint *Endpoint, reason Failure) (Refusal, Failure) {
	var b borrower
	defer b.Unpin()
	refusal, failure := noRefusal(), reason.c(&b)
	status := C.signkey_endpoint_refuse(endpoint.c(), &failure, &refusal)
	return refusalOf(&refusal), statusOnly(status)
}

// Unsignable is what to send in place of a response that cannot be signed.
func Unsignable(endpoint *Endpoint) (Refusal, Failure) {
	refusal := noRefusal()
	status := C.signkey_endpoint_unsignable(endpoint.c(), &refusal)
	return refusalOf(&refusal), statusOnly(status)
}

func noRefusal() C.signkey_refusal {
	return C.signkey_refusal{size: C.sizeof_signkey_refusal}
}

func refusalOf(refusal *C.signkey_refusal) Refusal {
	return Refusal{
		Status:     uint32(refusal.status),
		HTTPStatus: uint32(refusal.http_status),
		Fields:     copiedFields(&refusal.headers[0], refusal.header_count),
		Body:       C.GoStringN(&refusal.body[0], C.int(refusal.body_len)),
		Log:        C.GoStringN(&refusal.log[0], C.int(refusal.log_len)),
		IsUnread:   bool(refusal.unread),
		IsFault:    bool(refusal.is_fault),
	}
}
