package signkey

import (
	"fmt"
	"runtime"
	"sync"
)

// held is a C object, by its pointer, that any number of goroutines may use at once, and one may
// close. Readers borrow the handle, Close takes it away. The lock also keeps the holder alive
// during a call.
type held[P comparable] struct {
	mu      sync.RWMutex
	handle  P
	free    func(P)
	cleanup runtime.Cleanup
	label   string
}

// hold takes the handle over. It is freed by Close, or when the collector finds its holder. The label
// is what is shown of it.
func (h *held[P]) hold(handle P, free func(P), label string) {
	h.handle, h.free, h.label = handle, free, label
	h.cleanup = runtime.AddCleanup(h, free, handle)
}

// borrow hands the handle out until giveBack; [ErrFinished] after Close.
func (h *held[P]) borrow() (P, error) {
	h.mu.RLock()
	if h.isClosed() {
		h.mu.RUnlock()
		return h.handle, ErrFinished
	}
	return h.handle, nil
}

func (h *held[P]) giveBack() {
	h.mu.RUnlock()
}

// take is borrow for objects that one goroutine at a time may use, until putBack.
func (h *held[P]) take() (P, error) {
	h.mu.Lock()
	if h.isClosed() {
		h.mu.Unlock()
		return h.handle, ErrFinished
	}
	return h.handle, nil
}

func (h *held[P]) putBack() {
	h.mu.Unlock()
}

// Close ends it, once calls that are under way have returned, and clears from memory what it alone
// holds of secrets. Afterwards every call fails with [ErrFinished]. Closing twice does nothing. The
// error is always nil.
//
// What is not closed ends when the garbage collector finds it.
func (h *held[P]) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.end()
	return nil
}

// end is Close for who has taken the handle.
func (h *held[P]) end() {
	if !h.isClosed() {
		h.cleanup.Stop()
		h.free(h.handle)
		var none P
		h.handle = none
	}
}

func (h *held[P]) isClosed() bool {
	var none P
	return h.handle == none
}

// String shows no secret: of keys the ids, if anything.
func (h *held[P]) String() string {
	return h.label
}

// Format writes what String shows for every verb of package fmt.
func (h *held[P]) Format(f fmt.State, _ rune) {
	write(f, h.label)
}

// MarshalText is what String shows, for JSON and for logs.
func (h *held[P]) MarshalText() ([]byte, error) {
	return []byte(h.label), nil
}
