//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// APIAuth is a C object. Any number of threads may use it at once, but none after FreeAPIAuth.
type APIAuth C.signkey_api_auth

func (a *APIAuth) c() *C.signkey_api_auth {
	return (*C.signkey_api_auth)(a)
}

// NewAPIAuth authenticates calls to the origin of a URL. It keeps what it needs of the keyring;
// without one, calls carry no credential.
func NewAPIAuth(keyring *Keyring, origin string) (*APIAuth, Failure) {
	data, size := borrowText(origin)
	var auth *C.signkey_api_auth
	failure := noFailure()
	C.signkey_api_auth_new(keyring.c(), data, size, &auth, &failure)
	return (*APIAuth)(auth), failureOf(failure)
}

// FreeAPIAuth ends API authentication.
func FreeAPIAuth(auth *APIAuth) {
	C.signkey_api_auth_free(auth.c())
}

// BeginCall is the first attempt of a call.
func BeginCall(auth *APIAuth) (uint32, Failure) {
	var attempt C.uint32_t
	status := C.signkey_api_auth_begin(auth.c(), &attempt)
	return uint32(attempt), statusOnly(status)
}

// Authorization is the credential of an attempt, empty if there is none. It is a secret.
func Authorization(auth *APIAuth, attempt uint32) (string, Failure) {
	var out [C.SIGNKEY_AUTHORIZATION_MAX]C.char
	defer clear(out[:])
	status := C.signkey_api_auth_authorization(auth.c(), C.uint32_t(attempt), &out[0])
	if status != C.SIGNKEY_OK {
		return "", statusOnly(status)
	}
	return C.GoString(&out[0]), Failure{}
}

// AfterCall takes the status of the answer to an attempt, and says whether there is a next one.
func AfterCall(auth *APIAuth, attempt, httpStatus uint32) (next uint32, again bool, failure Failure) {
	var cNext C.uint32_t
	var cAgain C.bool
	status := C.signkey_api_auth_after(
		auth.c(), C.uint32_t(attempt), C.uint32_t(httpStatus), &cAgain, &cNext)
	return uint32(cNext), bool(cAgain), statusOnly(status)
}

// MaySendTo says whether a credential may be sent to a URL.
func MaySendTo(auth *APIAuth, url string) (bool, Failure) {
	data, size := borrowText(url)
	var may C.bool
	status := C.signkey_api_auth_may_send_to(auth.c(), data, size, &may)
	return bool(may), statusOnly(status)
}

// VerifyToken is the index of the key whose token is presented.
func VerifyToken(keyring *Keyring, authorization Header) (uint32, Failure) {
	data, size := authorization.borrow()
	var index C.uint32_t
	failure := noFailure()
	C.signkey_keyring_verify_token(keyring.c(), data, size, &index, &failure)
	return uint32(index), failureOf(failure)
}
