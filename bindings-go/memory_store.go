package signkey

import (
	"context"
	"sync"
	"time"
)

// MemoryStore is a [ReplayStore] in the memory of this process, for tests and for one process. It grows
// with the messages of a lifetime; a [ReplayGuard] is bounded, and ten times as small.
//
// Safe for concurrent use.
type MemoryStore struct {
	mu   sync.Mutex
	ends map[string]time.Time
	// How many claims there are when those that are over are looked for.
	sweepAt int
	now     func() time.Time
}

// firstSweep keeps a small store from being searched often.
const firstSweep = 1024

// NewMemoryStore makes an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{ends: map[string]time.Time{}, sweepAt: firstSweep, now: time.Now}
}

// Claim claims an id. It never fails.
func (s *MemoryStore) Claim(_ context.Context, id string, lifetime time.Duration) (first bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if end, ok := s.ends[id]; ok && now.Before(end) {
		return false, nil
	}
	if len(s.ends) >= s.sweepAt {
		s.sweep(now)
	}
	s.ends[id] = now.Add(lifetime)
	return true, nil
}

// sweep forgets what is over. It takes a step for each claim, and is due when half of them are new.
func (s *MemoryStore) sweep(now time.Time) {
	for id, end := range s.ends {
		if !now.Before(end) {
			delete(s.ends, id)
		}
	}
	s.sweepAt = max(firstSweep, 2*len(s.ends))
}
