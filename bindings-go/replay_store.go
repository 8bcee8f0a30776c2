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
// A Claim that is late, that fails or that panics says nothing: the message is refused with
// [ErrReplayStoreUnavailable], or let in by [WithAdmitUnclaimed].
type ReplayStore interface {
	// Claim claims an id, 32 hexadecimal digits, for a lifetime from now, by the store's own clock. It is
	// the first if nobody claimed the id before, or every such claim is over. Several goroutines call it at
	// once. The context ends at the deadline.
	Claim(ctx context.Context, id string, lifetime time.Duration) (first bool, err error)
}

// ClaimDeadline is how long a [ReplayStore] has for an answer.
const ClaimDeadline = 100 * time.Millisecond

// claimIn asks a store, and waits no longer than its deadline, whatever it does.
func claimIn(ctx context.Context, store ReplayStore, claim Claim) (ClaimAnswer, error) {
	ctx, cancel := context.WithTimeout(ctx, deadlineOf(store))
	defer cancel()
	answers := make(chan answer, 1)
	go func() { answers <- ask(ctx, store, claim) }()
	select {
	case answer := <-answers:
		return answer.claim, answer.err
	case <-ctx.Done():
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
