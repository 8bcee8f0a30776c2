//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// Endpoint is a C object. Any number of threads may use it at once, but none after FreeEndpoint.
type Endpoint C.signkey_endpoint

func (e *Endpoint) c() *C.signkey_endpoint {
	return (*C.signkey_endpoint)(e)
}

// The limits of an endpoint, in bytes, if nothing else is set.
const (
	DefaultBodySize         = C.SIGNKEY_BODY_SIZE_DEFAULT
	DefaultEndpointJSONSize = uint64(C.SIGNKEY_JSON_SIZE_BY_BODY)
	DefaultResponseSize     = C.SIGNKEY_RESPONSE_SIZE_DEFAULT
)

// EndpointOptions are the settings of an endpoint. A mode of 0 is the configuration's. Times are in
// seconds.
type EndpointOptions struct {
	Mode                                      uint32
	UnsignedMethods                           []string
	UnsignedSync, SignResponses               bool
	Past, Future                              uint64
	MaxBodySize, MaxJSONSize, MaxResponseSize uint64
	Name                                      string
	ReplayGuard                               *ReplayGuard
	ReplayStore, AdmitUnclaimed               bool
	ReplaySkew                                uint64
}

func (o *EndpointOptions) borrow(b *borrower) *C.signkey_endpoint_options {
	borrowed := &C.signkey_endpoint_options{
		size:                C.sizeof_signkey_endpoint_options,
		mode:                C.uint32_t(o.Mode),
		past_seconds:        C.uint64_t(o.Past),
		future_seconds:      C.uint64_t(o.Future),
		max_body_size:       C.uint64_t(o.MaxBodySize),
		max_json_size:       C.uint64_t(o.MaxJSONSize),
		max_response_size:   C.uint64_t(o.MaxResponseSize),
		name:                b.text(o.Name),
		replay_guard:        o.ReplayGuard.c(),
		replay_skew_seconds: C.uint64_t(o.ReplaySkew),
	}
	if o.UnsignedSync {
		borrowed.flags |= C.SIGNKEY_ENDPOINT_UNSIGNED_SYNC
	}
	if o.SignResponses {
		borrowed.flags |= C.SIGNKEY_ENDPOINT_SIGN_RESPONSES
	}
	if o.ReplayStore {
		borrowed.flags |= C.SIGNKEY_ENDPOINT_REPLAY_STORE
	}
	if o.AdmitUnclaimed {
		borrowed.flags |= C.SIGNKEY_ENDPOINT_ADMIT_UNCLAIMED
	}
	borrowed.unsigned_methods, borrowed.unsigned_method_count = b.texts(o.UnsignedMethods)
	return borrowed
}

// NewEndpoint makes an endpoint of the keys of a keyring, if there is one, else of why there is none.
func NewEndpoint(options EndpointOptions, keyring *Keyring, missing Failure) (*Endpoint, Failure) {
	var b borrower
	defer b.Unpin()
	reason := missing.c(&b)
	var endpoint *C.signkey_endpoint
	failure := noFailure()
	C.signkey_endpoint_new(keyring.c(), &reason, options.borrow(&b), &endpoint, &failure)
	return (*Endpoint)(endpoint), failureOf(failure)
}

// EndpointOf makes the endpoint of a configuration, whose mode is its own.
func EndpointOf(config *Config, options EndpointOptions) (*Endpoint, Failure) {
	var b borrower
	defer b.Unpin()
	var endpoint *C.signkey_endpoint
	failure := noFailure()
	C.signkey_config_endpoint(config.c(), options.borrow(&b), &endpoint, &failure)
	return (*Endpoint)(endpoint), failureOf(failure)
}

// FreeEndpoint ends an endpoint.
func FreeEndpoint(endpoint *Endpoint) {
	C.signkey_endpoint_free(endpoint.c())
}
