package signkey

import (
	"context"
	"time"
)

// TestClock is a clock that is told.
type TestClock struct {
	now time.Time
}

// Advance moves the clock on.
func (c *TestClock) Advance(by time.Duration) {
	c.now = c.now.Add(by)
}

func (c *TestClock) String() string {
	return c.now.String()
}

// NewMemoryStoreAt makes a store with a clock that is told.
func NewMemoryStoreAt(now time.Time) (*MemoryStore, *TestClock) {
	store, clock := NewMemoryStore(), &TestClock{now}
	store.now = func() time.Time { return clock.now }
	return store, clock
}

// Size is how many claims there are.
func (s *MemoryStore) Size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.ends)
}

// AnswerAtTheDeadline is what comes of an answer that is there when the deadline is over.
func AnswerAtTheDeadline(claim ClaimAnswer) (ClaimAnswer, error) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	answers := make(chan answer, 1)
	answers <- answer{claim, nil}
	return wait(ctx, answers)
}
