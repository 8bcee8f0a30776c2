package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// Caller is who sent a request that was admitted: a [Verified] or an [Unverified].
//
//	switch caller := caller.(type) {
//	case signkey.Verified:
//		log.Print("signed with the key ", caller.KeyID)
//	case signkey.Unverified:
//		log.Print("may be anyone: ", caller.Reason)
//	}
type Caller interface {
	isCaller()
}

func (Verified) isCaller() {}

func (Unverified) isCaller() {}

// Unverified says that a request was let through without proof: anyone may have sent it.
type Unverified struct {
	// Reason is why it was let through.
	Reason UnverifiedReason
}

// UnverifiedReason is why a request was let through without proof.
type UnverifiedReason uint8

const (
	// ReasonDev is dev mode, and nothing is signed.
	ReasonDev = UnverifiedReason(ffi.CallerDev)
	// ReasonDevWithoutKey is dev mode, and there is no key to verify the signature with.
	ReasonDevWithoutKey = UnverifiedReason(ffi.CallerDevWithoutKey)
	// ReasonUnsignedMethod says that requests of this method need no signature.
	ReasonUnsignedMethod = UnverifiedReason(ffi.CallerUnsignedMethod)
	// ReasonUnsignedSync says that a sync needs no signature.
	ReasonUnsignedSync = UnverifiedReason(ffi.CallerUnsignedSync)
)

// String is the name that all languages share: "dev", "dev_without_key", "unsigned_method" or
// "unsigned_sync".
func (r UnverifiedReason) String() string {
	return ffi.Caller(r).Name()
}

// MarshalText is the name of the reason.
func (r UnverifiedReason) MarshalText() ([]byte, error) {
	return []byte(r.String()), nil
}

// Warning is something that looks wrong about a request. It changes nothing in how the request is
// judged.
type Warning uint8

const (
	// WarningDevServerInCloudMode says that a development server calls an app in cloud mode.
	WarningDevServerInCloudMode = Warning(ffi.WarningDevServerInCloudMode)
	// WarningCloudServerInDevMode says that the platform calls an app in dev mode.
	WarningCloudServerInDevMode = Warning(ffi.WarningCloudServerInDevMode)
)

// Code is the snake_case name that all languages share.
func (w Warning) Code() string {
	return ffi.Warning(w).Code()
}

// String is a sentence in English, without a final stop.
func (w Warning) String() string {
	return ffi.Warning(w).Message()
}

// MarshalText is the code.
func (w Warning) MarshalText() ([]byte, error) {
	return []byte(w.Code()), nil
}
