package signkey

import (
	"errors"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// EndpointOption changes one setting of an [Endpoint]. Of two that set the same, the later one
// counts. [WithWindow], [WithWindowSeconds] and [WithMaxJSONSize] are such options, too; the clock
// is not, since each request has its own time.
//
// A value that makes no sense makes the endpoint fail with [ErrInvalidArgument].
type EndpointOption interface {
	configure(*endpointSettings) error
}

type endpointSettings struct {
	ffi.EndpointOptions
	// Why there is no keyring, if that is known.
	keyringFailure ffi.Failure
}

func endpointOptions(mode Mode, opts []EndpointOption) (*endpointSettings, error) {
	settings := &endpointSettings{EndpointOptions: ffi.EndpointOptions{
		Mode: uint32(mode), Past: ffi.DefaultWindow, Future: ffi.DefaultWindow,
	}}
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt.configure(settings); err != nil {
			return nil, err
		}
	}
	return settings, nil
}

// AllowUnsigned lets requests of these methods through without a signature, beside those that were
// named before. Methods are compared byte for byte (RFC 9110, section 9.1): "GET", not "get". A
// signature that is present is verified all the same.
func AllowUnsigned(methods ...string) EndpointOption {
	return allowUnsigned(methods)
}

type allowUnsigned []string

func (a allowUnsigned) configure(settings *endpointSettings) error {
	settings.UnsignedMethods = append(settings.UnsignedMethods, a...)
	return nil
}

// AllowUnsignedSync lets a PUT, which begins a sync, through without a signature.
func AllowUnsignedSync() EndpointOption {
	return allowUnsignedSync{}
}

type allowUnsignedSync struct{}

func (allowUnsignedSync) configure(settings *endpointSettings) error {
	settings.UnsignedSync = true
	return nil
}

// WithKeyringError tells an endpoint that has no keyring why: the error of [NewKeyring]. A request
// that needs a key gets it; by default that is [ErrMissingSigningKey]. Nil, and whatever is given
// to an endpoint with a keyring, says nothing.
func WithKeyringError(err error) EndpointOption {
	return keyringError{err}
}

type keyringError struct{ error }

func (k keyringError) configure(settings *endpointSettings) error {
	var reason *Error
	switch {
	case k.error == nil:
		return nil
	case !errors.As(k.error, &reason):
		return errForeign
	}
	settings.keyringFailure = reason.failure
	return nil
}

func (o VerifyOption) configure(settings *endpointSettings) error {
	switch {
	case o.fault != nil:
		return o.fault
	case o.setting == settingNow:
		return errClock
	case o.setting == settingWindow:
		settings.Past, settings.Future = o.first, o.second
	case o.setting == settingJSONSize:
		settings.MaxJSONSize = o.first
	}
	return nil
}

var (
	errForeign   = ErrInvalidArgument.withAdvice("the error of a keyring must be one of signkey")
	errClock     = ErrInvalidArgument.withAdvice("an endpoint has no clock: give each request its time")
	errOnlyClock = ErrInvalidArgument.withAdvice("this takes the clock alone: all else is set for the endpoint")
)

// clock is the time of options that may set nothing else.
func clock(opts []VerifyOption) (uint64, error) {
	for _, opt := range opts {
		if opt.setting != settingNone && opt.setting != settingNow {
			return 0, errOnlyClock
		}
	}
	options, err := verifyOptions(opts)
	return options.Now, err
}
