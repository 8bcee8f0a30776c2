package signkey

import (
	"context"
	"fmt"
	"time"
)

// ReplayStore remembers claims of messages for several processes, so that of all that claim one id, one is
// the first. [NewMemoryStore] is one for tests, and package signkeyredis has one for Valkey and Redis.
//
// A store waits [ClaimDeadline] for an answer at most, unless it has a method
//
//	ClaimDeadline() time.Duration
//
// which is asked once, by the endpoint. A Claim that is late, that fails or that panics says nothing: the
// message is refused with [ErrReplayStoreUnavailable], or let in by [WithAdmitUnclaimed].
type ReplayStore interface {
	// Claim claims an id, 32 hexadecimal digits, for a lifetime from now, by the store's own clock. It is
	// the first if nobody claimed the id before, or every such claim is over. Several goroutines call it at
	// once. The context has the values of the request's, and ends at the deadline alone.
	Claim(ctx context.Context, id string, lifetime time.Duration) (first bool, err error)
}

// ClaimDeadline is how long a [ReplayStore] has for an answer.
const ClaimDeadline = 100 * time.Millisecond

// claim asks the store, and waits no longer than its deadline, whatever it does. That the caller is gone does
// not end it: else a sender who hangs up would say in place of the store that there is no answer.
func (e *Endpoint) claim(ctx context.Context, claim Claim) (ClaimAnswer, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.deadline)
	defer cancel()
	answers := make(chan answer, 1)
	go func() { answers <- ask(ctx, e.store, claim) }()
	return wait(ctx, answers)
}

// wait takes an answer that is there, also if the deadline is over: of two that are ready, select takes any.
func wait(ctx context.Context, answers <-chan answer) (ClaimAnswer, error) {
	select {
	case answer := <-answers:
		return answer.claim, answer.err
	case <-ctx.Done():
	}
	select {
	case answer := <-answers:
		return answer.claim, answer.err
	default:
		return ClaimUnavailable, fmt.Errorf("the replay store did not answer in time: %w", ctx.Err())
	}
}

type answer struct {
	claim ClaimAnswer
	err   error
}

func ask(ctx context.Context, store ReplayStore, claim Claim) (found answer) {
	defer func() {
		if fault := recover(); fault != nil {
			found = answer{ClaimUnavailable, fmt.Errorf("the replay store panicked: %v", fault)}
		}
	}()
	switch first, err := store.Claim(ctx, claim.ID, claim.Lifetime()); {
	case err != nil:
		return answer{ClaimUnavailable, err}
	case first:
		return answer{ClaimFirst, nil}
	default:
		return answer{ClaimAgain, nil}
	}
}

func deadlineOf(store ReplayStore) time.Duration {
	if own, ok := store.(interface{ ClaimDeadline() time.Duration }); ok {
		return own.ClaimDeadline()
	}
	return ClaimDeadline
}
