package signkey

import (
	"runtime"
	"sync"
)

// held is a C object, by its pointer, that any number of goroutines may use at once, and one may
// close. Readers borrow the handle, close takes it away. The lock also keeps the holder alive
// during a call.
type held[P comparable] struct {
	mu      sync.RWMutex
	handle  P
	free    func(P)
	cleanup runtime.Cleanup
}

// hold takes the handle over. It is freed by close, or when the collector finds its holder.
func (h *held[P]) hold(handle P, free func(P)) {
	h.handle, h.free = handle, free
	h.cleanup = runtime.AddCleanup(h, free, handle)
}

// borrow lends the handle until giveBack; [ErrFinished] after close.
func (h *held[P]) borrow() (P, error) {
	var none P
	h.mu.RLock()
	if h.handle == none {
		h.mu.RUnlock()
		return none, ErrFinished
	}
	return h.handle, nil
}

func (h *held[P]) giveBack() {
	h.mu.RUnlock()
}

// close waits for the calls that are under way.
func (h *held[P]) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	var none P
	if h.handle != none {
		h.cleanup.Stop()
		h.free(h.handle)
		h.handle = none
	}
}
