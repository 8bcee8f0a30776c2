package signkey

import (
	"net/http"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// ResponseStep is what becomes of a response.
type ResponseStep struct {
	// Kind is what to do.
	Kind ResponseKind
	// IsEmpty says of a response that is held that the body that is sent, and signed, is empty,
	// whatever the handler writes.
	IsEmpty bool
	// AtMost is the most bytes to hold. If there are more, the answer is [Endpoint.Refuse] of
	// [ErrResponseUnsignable].
	AtMost uint64
}

// ResponseKind is what to do with a response.
type ResponseKind uint8

const (
	// ResponseForward says to send it as it comes. It is not signed.
	ResponseForward ResponseKind = ResponseKind(ffi.ResponseForward)
	// ResponseHold says to hold it back until its last byte, and to sign it with [Admission.Sign].
	ResponseHold ResponseKind = ResponseKind(ffi.ResponseHold)
	// ResponseRefuse says to send [Endpoint.Refuse] of [ErrResponseUnsignable] in its place: it
	// cannot be signed, and must not go out unsigned.
	ResponseRefuse ResponseKind = ResponseKind(ffi.ResponseRefuse)
)

// SignsResponse says whether the response may have to be held back. If not, every response is
// [ResponseForward].
func (a *Admission) SignsResponse() bool {
	return a.isVerified() && a.endpoint.signs
}

// Response says what becomes of a response to the request, by its status and headers.
//
// Errors: [ErrInvalidArgument] for what is no status; [ErrFinished] after the end of the endpoint.
func (a *Admission) Response(status int, header http.Header) (ResponseStep, error) {
	handle, err := a.borrow()
	if err != nil {
		return ResponseStep{}, err
	}
	defer a.endpoint.giveBack()
	step, failure := a.state.Response(handle, uint32(status), headerOf(header, "Content-Type"))
	return ResponseStep{
		Kind: ResponseKind(step.Kind), IsEmpty: step.IsEmpty, AtMost: step.AtMost,
	}, asError(failure)
}

// Sign signs a response to the request with the key that verified it: the bytes exactly as they are
// sent. It returns the value for [HeaderName], in place of any that the response has. Of options,
// [WithTimestamp] and [WithUnixTimestamp] alone make sense; the default is the system's clock.
//
// Errors: [ErrInvalidArgument] if the request was not verified, and for an option that makes no sense;
// [ErrResponseUnsignable] for a body over the limit of the endpoint; [ErrInvalidTimestamp] for a time
// of more than 19 digits; [ErrFinished] after the end of the endpoint.
func (a *Admission) Sign(body []byte, opts ...SignOption) (string, error) {
	timestamp, err := timestampOf(opts)
	if err != nil {
		return "", err
	}
	handle, err := a.borrow()
	if err != nil {
		return "", err
	}
	defer a.endpoint.giveBack()
	signature, failure := a.state.Sign(handle, body, timestamp)
	return signature, asError(failure)
}

func (a *Admission) borrow() (*ffi.Endpoint, error) {
	if a.endpoint == nil {
		return nil, ErrInvalidArgument
	}
	return a.endpoint.borrow()
}
