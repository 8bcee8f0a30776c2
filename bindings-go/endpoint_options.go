package signkey

import (
	"errors"
	"time"

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
	guard          *ReplayGuard
	store          ReplayStore
	// How long the store has for an answer.
	deadline time.Duration
	hasSkew  bool
}

func endpointOptions(mode Mode, opts []EndpointOption) (*endpointSettings, error) {
	settings := &endpointSettings{EndpointOptions: ffi.EndpointOptions{
		Mode:            uint32(mode),
		Past:            ffi.DefaultWindow,
		Future:          ffi.DefaultWindow,
		MaxBodySize:     ffi.DefaultBodySize,
		MaxJSONSize:     ffi.DefaultEndpointJSONSize,
		MaxResponseSize: ffi.DefaultResponseSize,
		ReplaySkew:      ffi.DefaultReplaySkew,
	}}
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt.configure(settings); err != nil {
			return nil, err
		}
	}
	if settings.hasSkew && settings.store == nil {
		return nil, errSkewAlone
	}
	return settings, nil
}

type endpointSetting func(*endpointSettings) error

func (s endpointSetting) configure(settings *endpointSettings) error {
	return s(settings)
}

// WithUnsignedMethods lets requests of these methods through without a signature, beside those that
// were named before. Methods are compared byte for byte (RFC 9110, section 9.1), and one with
// lower-case letters makes the endpoint fail. A signature that is present is verified all the same.
func WithUnsignedMethods(methods ...string) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		settings.UnsignedMethods = append(settings.UnsignedMethods, methods...)
		return nil
	})
}

// WithUnsignedSync lets the request that begins a sync through without a signature.
func WithUnsignedSync() EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		settings.UnsignedSync = true
		return nil
	})
}

// WithSignedResponses signs responses to verified requests, with the key that verified the request.
// A response is held back for that, so nothing streams.
func WithSignedResponses() EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		settings.SignResponses = true
		return nil
	})
}

// WithMaxBodySize sets the size of the largest body of a request, in bytes; the default is 16 MiB.
func WithMaxBodySize(bytes uint64) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		settings.MaxBodySize = bytes
		return nil
	})
}

// WithMaxResponseSize sets the size of the largest response that is held back to be signed, in bytes;
// the default is 16 MiB.
func WithMaxResponseSize(bytes uint64) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		settings.MaxResponseSize = bytes
		return nil
	})
}

// WithKeyringError tells an endpoint that has no keyring why: the error of [NewKeyring]. A request
// that needs a key gets it; by default that is [ErrMissingSigningKey]. Nil, and whatever is given
// to an endpoint with a keyring, says nothing.
func WithKeyringError(err error) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		var reason *Error
		switch {
		case err == nil:
			return nil
		case !errors.As(err, &reason):
			return errForeign
		}
		settings.keyringFailure = reason.failure
		return nil
	})
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
	errForeign = ErrInvalidArgument.withAdvice("the error of a keyring must be one of signkey")
	errClock   = ErrInvalidArgument.withAdvice("an endpoint has no clock: give each request its time")
)
