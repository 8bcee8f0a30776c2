//go:build cgo

package ffi

/*
#cgo nocallback signkey_endpoint_new
#cgo noescape signkey_endpoint_authenticate
#cgo nocallback signkey_endpoint_authenticate
#cgo noescape signkey_endpoint_authenticate_unread
#cgo nocallback signkey_endpoint_authenticate_unread
#cgo noescape signkey_endpoint_warning
#cgo nocallback signkey_endpoint_warning
#cgo nocallback signkey_endpoint_free
#cgo nocallback signkey_sender_name
#cgo nocallback signkey_warning_code
#cgo nocallback signkey_warning_message
#include "signkey.h"
*/
import "C"

// Endpoint is a C object. Any number of threads may use it at once, but none after FreeEndpoint.
type Endpoint C.signkey_endpoint

func (e *Endpoint) c() *C.signkey_endpoint {
	return (*C.signkey_endpoint)(e)
}

// EndpointOptions are the settings of an endpoint. A mode of 0 is that of the configuration. Times
// are in seconds; a MaxJSONSize of 0 is the default.
type EndpointOptions struct {
	Mode                      uint32
	UnsignedSync              bool
	UnsignedMethods           []string
	Past, Future, MaxJSONSize uint64
}

func (o *EndpointOptions) lend(l *lender) *C.signkey_endpoint_options {
	lent := &C.signkey_endpoint_options{
		size:           C.sizeof_signkey_endpoint_options,
		mode:           C.uint32_t(o.Mode),
		past_seconds:   C.uint64_t(o.Past),
		future_seconds: C.uint64_t(o.Future),
		max_json_size:  C.uint64_t(o.MaxJSONSize),
	}
	if o.UnsignedSync {
		lent.flags |= C.SIGNKEY_ENDPOINT_UNSIGNED_SYNC
	}
	lent.unsigned_methods, lent.unsigned_method_count = l.texts(o.UnsignedMethods)
	return lent
}

// NewEndpoint makes an endpoint. It keeps the keys of the keyring, if there is one, else why there
// is none.
func NewEndpoint(options EndpointOptions, keyring *Keyring, missing Failure) (*Endpoint, Failure) {
	var l lender
	defer l.Unpin()
	reason := missing.c()
	var endpoint *C.signkey_endpoint
	failure := noFailure()
	C.signkey_endpoint_new(options.lend(&l), keyring.c(), &reason, &endpoint, &failure)
	return (*Endpoint)(endpoint), failureOf(failure)
}

// FreeEndpoint ends an endpoint.
func FreeEndpoint(endpoint *Endpoint) {
	C.signkey_endpoint_free(endpoint.c())
}

// Sender is who sent a request that was let through.
type Sender uint32

// The senders. SenderVerified alone is proof of anything; SenderUndecided is nobody yet.
const (
	SenderUndecided      Sender = C.SIGNKEY_SENDER_UNDECIDED
	SenderVerified       Sender = C.SIGNKEY_SENDER_VERIFIED
	SenderDev            Sender = C.SIGNKEY_SENDER_DEV
	SenderDevWithoutKey  Sender = C.SIGNKEY_SENDER_DEV_WITHOUT_KEY
	SenderUnsignedMethod Sender = C.SIGNKEY_SENDER_UNSIGNED_METHOD
	SenderUnsignedSync   Sender = C.SIGNKEY_SENDER_UNSIGNED_SYNC
)

// Name is the name of a sender, "unknown" if there is none.
func (s Sender) Name() string {
	return C.GoString(C.signkey_sender_name(C.uint32_t(s)))
}

// Authenticate judges a request. Verified says more of a sender that is.
func Authenticate(endpoint *Endpoint, request Request, now uint64) (Sender, Verified, Failure) {
	var l lender
	defer l.Unpin()
	var sender C.signkey_sender
	verified, failure := notVerified(), noFailure()
	C.signkey_endpoint_authenticate(
		endpoint.c(), request.lend(&l), C.uint64_t(now), &sender, &verified, &failure)
	return Sender(sender), verifiedOf(verified), failureOf(failure)
}

// AuthenticateUnread judges a request before its body is read.
func AuthenticateUnread(endpoint *Endpoint, request Request) (Sender, Failure) {
	var l lender
	defer l.Unpin()
	var sender C.signkey_sender
	failure := noFailure()
	C.signkey_endpoint_authenticate_unread(endpoint.c(), request.lend(&l), &sender, &failure)
	return Sender(sender), failureOf(failure)
}

// Warning is something that looks wrong about a request.
type Warning uint32

// The warnings.
const (
	WarningNone                 Warning = C.SIGNKEY_WARNING_NONE
	WarningDevServerInCloudMode Warning = C.SIGNKEY_WARNING_DEV_SERVER_IN_CLOUD_MODE
	WarningCloudServerInDevMode Warning = C.SIGNKEY_WARNING_CLOUD_SERVER_IN_DEV_MODE
)

// Code is the name of a warning, "unknown" if there is none.
func (w Warning) Code() string {
	return C.GoString(C.signkey_warning_code(C.uint32_t(w)))
}

// Message is a sentence about a warning.
func (w Warning) Message() string {
	return C.GoString(C.signkey_warning_message(C.uint32_t(w)))
}

// WarningOf looks for what the headers of a request say that contradicts the mode.
func WarningOf(endpoint *Endpoint, request Request) (Warning, Failure) {
	var l lender
	defer l.Unpin()
	var warning C.signkey_warning
	status := C.signkey_endpoint_warning(endpoint.c(), request.lend(&l), &warning)
	return Warning(warning), statusOnly(status)
}
