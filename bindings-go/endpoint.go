package signkey

import (
	"errors"
	"time"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Endpoint is how requests get into an app: each one by its signature, whatever its method. Without
// one, a request is let through in dev mode, and in cloud mode where it was asked for. A signature
// that is present is always verified.
//
//	admission := endpoint.AdmitWhole(r.Method, r.Header, body) // with a replay store, see [Admission]
//	caller, err := admission.Caller()
//
// Middleware of package signkeyhttp does all of it for an [net/http.Handler].
//
// Safe for concurrent use, Close included. An Endpoint must not be copied.
type Endpoint struct {
	held[*ffi.Endpoint]
	signs bool
	// It has a guard or a store.
	remembers bool
	store     ReplayStore
	// How long the store has for an answer.
	deadline time.Duration
}

// NewEndpoint makes an endpoint, the strictest one of its mode if there are no options; a mode of 0
// is [ModeCloud]. [Config.Endpoint] makes the one of an app's settings.
//
// The keyring may be nil: that is an error where a key is needed, which it hardly is in dev mode. It
// may be closed before the endpoint.
//
// Errors: [ErrInvalidArgument] for an unknown mode, and for an option that makes no sense, such as an
// unsigned method with lower-case letters; [ErrFinished] for a keyring or a guard that is closed.
func NewEndpoint(mode Mode, keyring *Keyring, opts ...EndpointOption) (*Endpoint, error) {
	settings, err := endpointOptions(mode, opts)
	if err != nil {
		return nil, err
	}
	var keys *ffi.Keyring
	if keyring != nil {
		if keys, err = keyring.borrow(); err != nil {
			return nil, err
		}
		defer keyring.giveBack()
	}
	return newEndpoint(settings, func(options ffi.EndpointOptions) (*ffi.Endpoint, ffi.Failure) {
		return ffi.NewEndpoint(options, keys, settings.keyringFailure)
	})
}

func newEndpoint(
	settings *endpointSettings, create func(ffi.EndpointOptions) (*ffi.Endpoint, ffi.Failure),
) (*Endpoint, error) {
	options := settings.EndpointOptions
	if guard := settings.guard; guard != nil {
		handle, err := guard.borrow()
		if err != nil {
			return nil, err
		}
		defer guard.giveBack()
		options.ReplayGuard = handle
	}
	handle, failure := create(options)
	if failure.Failed() {
		return nil, asError(failure)
	}
	e := &Endpoint{
		signs:     settings.SignResponses,
		remembers: settings.guard != nil || settings.store != nil,
		store:     settings.store,
		deadline:  settings.deadline,
	}
	e.hold(handle, ffi.FreeEndpoint, "Endpoint")
	return e, nil
}

// Refuse is the answer to an error that arises after a request was admitted, in a registration for
// example. One that is not of signkey is answered like [ErrInternal].
func (e *Endpoint) Refuse(err error) Refusal {
	var reason *Error
	if !errors.As(err, &reason) {
		reason = ErrInternal
	}
	handle, closed := e.borrow()
	if closed != nil {
		return plainRefusal(reason)
	}
	defer e.giveBack()
	refusal, failure := ffi.RefusalOf(handle, reason.failure)
	if failure.Failed() {
		return plainRefusal(reason)
	}
	return newRefusal(refusal, reason)
}
