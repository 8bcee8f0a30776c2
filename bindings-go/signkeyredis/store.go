package signkeyredis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Store is a [signkey.ReplayStore] in Valkey or Redis. Safe for concurrent use.
//
// [signkey.ReplayStore]: https://pkg.go.dev/github.com/signkey/signkey/bindings-go#ReplayStore
type Store struct {
	client   redis.UniversalClient
	deadline time.Duration
}

// Deadline is how long a claim waits for the server, if [WithDeadline] sets nothing else.
const Deadline = 100 * time.Millisecond

// prefix stands before the ids in the keys of the server.
const prefix = "signkey:"

// Option changes one setting of a [Store].
type Option func(*Store)

// WithDeadline sets how long a claim waits for the server. It must be positive.
func WithDeadline(deadline time.Duration) Option {
	return func(s *Store) { s.deadline = deadline }
}

// Connect makes a store with a client of its own for one server. Of the options, two are set for the caller:
// claims end at their deadline, and no claim is sent twice, for the second would meet the first. Close ends
// the client.
//
// Errors are those of [New].
func Connect(ctx context.Context, options *redis.Options, opts ...Option) (*Store, error) {
	own := *options
	own.ContextTimeoutEnabled = true
	own.MaxRetries = -1
	client := redis.NewClient(&own)
	store, err := New(ctx, client, opts...)
	if err != nil {
		_ = client.Close()
	}
	return store, err
}

// New makes a store with a client that is there: a [*redis.Client], also one with sentinels, or a
// [*redis.ClusterClient]. A [*redis.Ring] moves keys away from their claims when a server fails, so it is
// refused, as are clients that are not known. Set the client's option ContextTimeoutEnabled, or a late claim
// holds its connection until the client's own timeout, and its MaxRetries to -1: a claim that is sent again
// because its answer was lost would meet itself. The client of a cluster does so all the same, as part of its
// redirects: the message is then refused as a replay.
//
// Errors: [*OptionError] for such a client, one that sends claims again, and a deadline that is not positive;
// [*PolicyError] for a server that forgets keys when its memory is full; those of the client if it does not
// answer.
func New(ctx context.Context, client redis.UniversalClient, opts ...Option) (*Store, error) {
	s := &Store{client: client, deadline: Deadline}
	for _, opt := range opts {
		opt(s)
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	if err := checkPolicies(ctx, client); err != nil {
		return nil, err
	}
	return s, nil
}

// ClaimDeadline is how long a claim waits for the server.
func (s *Store) ClaimDeadline() time.Duration {
	return s.deadline
}

// Claim claims an id for a lifetime from now, by the server's clock.
func (s *Store) Claim(ctx context.Context, id string, lifetime time.Duration) (first bool, err error) {
	answer, err := s.client.Do(ctx, "set", prefix+id, "1", "nx", "px", lifetime.Milliseconds()).Text()
	switch {
	case errors.Is(err, redis.Nil):
		return false, nil
	case err != nil:
		return false, err
	case answer != "OK":
		return false, fmt.Errorf("signkeyredis: %q is no answer to SET", answer)
	default:
		return true, nil
	}
}

// Close ends the client.
func (s *Store) Close() error {
	return s.client.Close()
}
