//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// ClaimAnswer is what a store answers to a claim.
type ClaimAnswer uint32

// The answers.
const (
	ClaimFirst       ClaimAnswer = C.SIGNKEY_CLAIM_FIRST
	ClaimAgain       ClaimAnswer = C.SIGNKEY_CLAIM_AGAIN
	ClaimUnavailable ClaimAnswer = C.SIGNKEY_CLAIM_UNAVAILABLE
)

// DefaultReplaySkew is how far apart clocks may be that share a store, in seconds.
const DefaultReplaySkew = C.SIGNKEY_REPLAY_SKEW_DEFAULT

// Claim is what to claim in a store, for StepClaim: an id, and for how many seconds.
func (a *Admission) Claim() (id string, lifetime uint64) {
	return C.GoString(&a.step.claim_id[0]), uint64(a.step.claim_lifetime_seconds)
}

// ReceiveClaim takes the answer of the store. A failure is one of the call.
func (a *Admission) ReceiveClaim(endpoint *Endpoint, answer ClaimAnswer) Failure {
	return statusOnly(C.signkey_endpoint_receive_claim(
		endpoint.c(), &a.admission, C.uint32_t(answer), &a.step, &a.verified, nil))
}

// ResponseClaim remembers a signed response, and is what to claim for it; an empty id is nothing.
func (a *Admission) ResponseClaim(
	endpoint *Endpoint, signature string,
) (id string, lifetime uint64, failure Failure) {
	data, size := borrowText(signature)
	var out [C.SIGNKEY_CLAIM_ID_MAX]C.char
	var seconds C.uint64_t
	status := C.signkey_endpoint_response_claim(
		endpoint.c(), &a.admission, data, size, &out[0], &seconds)
	return C.GoString(&out[0]), uint64(seconds), statusOnly(status)
}
