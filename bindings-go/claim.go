package signkey

import (
	"context"
	"time"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Claim is what to claim in a store.
type Claim struct {
	// ID is the name of a message among all that are claimed: 32 hexadecimal digits. It is no secret.
	ID string
	// LifetimeSeconds is how long the claim must last from now.
	LifetimeSeconds uint64
}

// Lifetime is LifetimeSeconds as a duration; one that is too long for it is given as the longest.
func (c Claim) Lifetime() time.Duration {
	return longestWithin(c.LifetimeSeconds)
}

// ClaimAnswer is what a store answers to a claim.
type ClaimAnswer uint8

const (
	// ClaimFirst says that nobody claimed it before: the message is accepted.
	ClaimFirst ClaimAnswer = ClaimAnswer(ffi.ClaimFirst)
	// ClaimAgain says that somebody did: the message is a replay.
	ClaimAgain ClaimAnswer = ClaimAnswer(ffi.ClaimAgain)
	// ClaimUnavailable says that it cannot be told.
	ClaimUnavailable ClaimAnswer = ClaimAnswer(ffi.ClaimUnavailable)
)

// Claim is what to claim for the request, for [StepClaim]; else it is false.
func (a *Admission) Claim() (claim Claim, ok bool) {
	if a.Step() != StepClaim {
		return claim, false
	}
	claim.ID, claim.LifetimeSeconds = a.state.Claim()
	return claim, true
}

// ReceiveClaim takes the answer of a store to what [Admission.Claim] says, and gives the verdict.
//
// Errors: [ErrFinished] if no claim is asked for, [ErrInvalidArgument] for an unknown answer; the admission
// stays as it is.
func (a *Admission) ReceiveClaim(answer ClaimAnswer) error {
	return a.judge(StepClaim, func(handle *ffi.Endpoint) ffi.Failure {
		return a.state.ReceiveClaim(handle, ffi.ClaimAnswer(answer))
	})
}

// AskStore does what [StepClaim] says: it claims the request in the endpoint's store, within the store's
// deadline, and hands the answer to [Admission.ReceiveClaim]. Of the context the store gets the values; its
// end does not end the claim, for the sender decides about that. The error is the store's, for logs: it is
// in the verdict already.
func (a *Admission) AskStore(ctx context.Context) error {
	claim, ok := a.Claim()
	if !ok {
		return ErrFinished
	}
	answer, reason := a.endpoint.claim(ctx, claim)
	if err := a.ReceiveClaim(answer); err != nil {
		a.fault = ErrInternal.failure.Status
		return err
	}
	return reason
}

// ClaimsResponses says whether signed responses to the request are to be claimed before they are sent, with
// [Admission.ClaimResponse].
func (a *Admission) ClaimsResponses() bool {
	return a.isVerified() && a.endpoint.remembers
}

// ClaimResponse remembers a response, by the value of its [HeaderName], so that it cannot come back as a
// request, in the guard and in the store of the endpoint. Call it before sending any signed response,
// signed by the endpoint or by the app, and send the response even after an error. The error is the
// store's, for logs.
func (a *Admission) ClaimResponse(ctx context.Context, signature string) error {
	claim, ok, err := a.ResponseClaim(signature)
	if !ok || err != nil {
		return err
	}
	_, err = a.endpoint.claim(ctx, claim)
	return err
}

// ResponseClaim is [Admission.ClaimResponse] for who asks the store by hand: it remembers the response in
// the guard, and returns what is to be claimed. False if there is nothing to claim.
//
// Errors: [ErrInvalidArgument] for an admission that no endpoint has begun, [ErrFinished] after the end of
// the endpoint.
func (a *Admission) ResponseClaim(signature string) (claim Claim, ok bool, err error) {
	if a.endpoint != nil && !a.ClaimsResponses() {
		return claim, false, nil
	}
	handle, err := a.borrow()
	if err != nil {
		return claim, false, err
	}
	defer a.endpoint.giveBack()
	var failure ffi.Failure
	claim.ID, claim.LifetimeSeconds, failure = a.state.ResponseClaim(handle, signature)
	return claim, claim.ID != "", asError(failure)
}
