package signkey

import (
	"time"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Error is an error of signkey. It holds no part of the input, so it is safe to log and to send to
// anyone.
//
// All errors of one code match the same sentinel with [errors.Is]. Immutable.
type Error struct {
	failure    ffi.Failure
	code       string
	httpStatus int
	advice     string
}

// Code is the snake_case name that all languages share, such as "expired".
func (e *Error) Code() string {
	return e.code
}

// Number is the number that all languages share, 1 to 999.
func (e *Error) Number() int {
	return int(e.failure.Status)
}

// HTTPStatus is the HTTP status with which an endpoint should answer.
func (e *Error) HTTPStatus() int {
	return e.httpStatus
}

// Position is where in the input the error lies, if it says so: for a key, the character, counted
// from 1 in the text without the white space around it; for JSON, the byte, counted from 0.
func (e *Error) Position() (position uint64, ok bool) {
	return e.failure.Detail, e.failure.Kind == ffi.DetailPosition
}

// SkewSeconds is the distance between the signature's timestamp and the clock in seconds, for
// [ErrExpired] and [ErrNotYetValid].
func (e *Error) SkewSeconds() (seconds uint64, ok bool) {
	return e.failure.Detail, e.failure.Kind == ffi.DetailSkewSeconds
}

// Skew is SkewSeconds as a duration; one that is too long for it is given as the longest.
func (e *Error) Skew() (skew time.Duration, ok bool) {
	seconds, ok := e.SkewSeconds()
	return longestWithin(seconds), ok
}

// Setting is the name of the option, or of the variable of the environment, that causes the error, as
// far as it is known.
func (e *Error) Setting() (setting string, ok bool) {
	return e.failure.Setting, e.failure.Setting != ""
}

// Hint is what the operator of an app can do about the error, empty if there is nothing to say. It looks
// at the setting and at the detail, and is for logs.
func (e *Error) Hint() string {
	return e.failure.Hint()
}

// Docs is where the documentation says more: a file of the repository and a section of it, such as
// "docs/errors.md#expired".
func (e *Error) Docs() string {
	return ffi.StatusDocs(e.failure.Status)
}

// Message is a sentence in English, without a final stop.
func (e *Error) Message() string {
	if e.advice != "" {
		return e.failure.Message() + ": " + e.advice
	}
	return e.failure.Message()
}

// Error is the message behind the name of the package.
func (e *Error) Error() string {
	return "signkey: " + e.Message()
}

// Is says whether both errors have the same code, whatever their details.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other != nil && e.failure.Status == other.failure.Status
}

// withAdvice is the error with more behind its message. It still matches its sentinel.
func (e *Error) withAdvice(advice string) *Error {
	advised := *e
	advised.advice = advice
	return &advised
}

// sentinels has the errors of errors.go by number.
var sentinels = map[uint32]*Error{}

// sentinel makes the error with a number that the library knows.
func sentinel(number uint32) *Error {
	known := newError(ffi.Failure{Status: number})
	sentinels[number] = known
	return known
}

// asError is nil for a call that succeeded.
func asError(failure ffi.Failure) error {
	if !failure.Failed() {
		return nil
	}
	return errorOf(failure)
}

func errorOf(failure ffi.Failure) *Error {
	known := sentinels[failure.Status]
	if known == nil {
		// An installed library can be newer than this package.
		return newError(failure)
	}
	if failure.IsPlain() {
		return known
	}
	detailed := *known
	detailed.failure = failure
	return &detailed
}

func newError(failure ffi.Failure) *Error {
	return &Error{
		failure:    failure,
		code:       ffi.StatusCode(failure.Status),
		httpStatus: ffi.StatusHTTP(failure.Status),
	}
}
