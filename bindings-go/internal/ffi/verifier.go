//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// Verifier is a C object. One thread at a time may use it, and none after FreeVerifier.
type Verifier C.signkey_verifier

func (v *Verifier) c() *C.signkey_verifier {
	return (*C.signkey_verifier)(v)
}

// NewVerifier begins to verify a message in pieces. It keeps no reference to the keyring.
func NewVerifier(keyring *Keyring, header Header) (*Verifier, Failure) {
	value, length := header.borrow()
	var verifier *C.signkey_verifier
	failure := noFailure()
	C.signkey_verifier_new(keyring.c(), value, length, &verifier, &failure)
	return (*Verifier)(verifier), failureOf(failure)
}

// UpdateVerifier takes the next piece of the body.
func UpdateVerifier(verifier *Verifier, chunk []byte) Failure {
	data, size := borrow(chunk)
	return statusOnly(C.signkey_verifier_update(verifier.c(), data, size))
}

// FinishVerifier gives the verdict. The verifier is still to be freed.
func FinishVerifier(verifier *Verifier, options Options) (Verified, Failure) {
	var settings C.signkey_verify_options
	options.fill(&settings)
	verified, failure := notVerified(), noFailure()
	C.signkey_verifier_finish(verifier.c(), C.uint64_t(options.Now), &settings, &verified, &failure)
	return verifiedOf(verified), failureOf(failure)
}

// FreeVerifier ends a verifier, finished or not.
func FreeVerifier(verifier *Verifier) {
	C.signkey_verifier_free(verifier.c())
}
