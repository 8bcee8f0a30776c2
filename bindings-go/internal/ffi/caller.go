//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// Caller is who sent a request that was admitted.
type Caller uint32

// The callers. CallerVerified alone is proof of anything; CallerNone is nobody yet.
const (
	CallerNone           Caller = C.SIGNKEY_CALLER_NONE
	CallerVerified       Caller = C.SIGNKEY_CALLER_VERIFIED
	CallerDev            Caller = C.SIGNKEY_CALLER_DEV
	CallerDevWithoutKey  Caller = C.SIGNKEY_CALLER_DEV_WITHOUT_KEY
	CallerUnsignedMethod Caller = C.SIGNKEY_CALLER_UNSIGNED_METHOD
	CallerUnsignedSync   Caller = C.SIGNKEY_CALLER_UNSIGNED_SYNC
)

// Name is the name of a caller, "unknown" if there is none.
func (c Caller) Name() string {
	return C.GoString(C.signkey_caller_name(C.uint32_t(c)))
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
