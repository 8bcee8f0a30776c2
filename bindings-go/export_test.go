package signkey

import "time"

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
