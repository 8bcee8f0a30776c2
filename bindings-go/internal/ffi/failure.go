//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// Failure is the outcome of a call: its status, 0 for success, the setting that causes it, if it is
// known, and at most one number.
type Failure struct {
	Status  uint32
	Kind    DetailKind
	Detail  uint64
	Setting string
}

// DetailKind says what the number in a failure is.
type DetailKind uint32

// The kinds of detail.
const (
	DetailNone        DetailKind = C.SIGNKEY_DETAIL_NONE
	DetailPosition    DetailKind = C.SIGNKEY_DETAIL_POSITION
	DetailSkewSeconds DetailKind = C.SIGNKEY_DETAIL_SKEW_SECONDS
)

// Failed says whether there is an error.
func (f Failure) Failed() bool {
	return f.Status != C.SIGNKEY_OK
}

// IsPlain says whether there is nothing but the status.
func (f Failure) IsPlain() bool {
	return f.Kind == DetailNone && f.Setting == ""
}

// Message is the sentence that describes the failure.
func (f Failure) Message() string {
	if f.IsPlain() {
		return C.GoString(C.signkey_status_message(C.uint32_t(f.Status)))
	}
	var b borrower
	defer b.Unpin()
	failure := f.c(&b)
	var out [C.SIGNKEY_MESSAGE_MAX]C.char
	C.signkey_failure_message(&failure, &out[0])
	return C.GoString(&out[0])
}

// Hint is what the operator of an app can do about the failure, empty if there is nothing to say.
func (f Failure) Hint() string {
	if f.IsPlain() {
		return StatusHint(f.Status)
	}
	var b borrower
	defer b.Unpin()
	failure := f.c(&b)
	var out [C.SIGNKEY_MESSAGE_MAX]C.char
	C.signkey_failure_hint(&failure, &out[0])
	return C.GoString(&out[0])
}

func (f Failure) c(b *borrower) C.signkey_failure {
	return C.signkey_failure{
		size:        C.sizeof_signkey_failure,
		status:      C.signkey_status(f.Status),
		detail_kind: C.signkey_detail(f.Kind),
		detail:      C.uint64_t(f.Detail),
		setting:     b.text(f.Setting),
	}
}

// StatusCode is the short name of a status, "unknown" if there is none.
func StatusCode(status uint32) string {
	return C.GoString(C.signkey_status_code(C.uint32_t(status)))
}

// StatusHTTP is the HTTP status with which an endpoint should answer.
func StatusHTTP(status uint32) int {
	return int(C.signkey_status_http(C.uint32_t(status)))
}

// StatusHint is what the operator of an app can do about a status, empty if there is nothing to say.
func StatusHint(status uint32) string {
	return C.GoString(C.signkey_status_hint(C.uint32_t(status)))
}

// StatusDocs is where the documentation says more about a status, empty if it does not.
func StatusDocs(status uint32) string {
	return C.GoString(C.signkey_status_docs(C.uint32_t(status)))
}

// noFailure is what a call fills in if it fails, and leaves as it is if it succeeds.
func noFailure() C.signkey_failure {
	return C.signkey_failure{size: C.sizeof_signkey_failure}
}

func failureOf(failure C.signkey_failure) Failure {
	return Failure{
		Status:  uint32(failure.status),
		Kind:    DetailKind(failure.detail_kind),
		Detail:  uint64(failure.detail),
		Setting: copied(failure.setting),
	}
}

// statusOnly is the failure of a call that gives no detail.
func statusOnly(status C.signkey_status) Failure {
	return Failure{Status: uint32(status)}
}
