//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// ReplayGuard is a C object. Any number of threads may use it at once, but none after FreeReplayGuard.
type ReplayGuard C.signkey_replay_guard

func (g *ReplayGuard) c() *C.signkey_replay_guard {
	return (*C.signkey_replay_guard)(g)
}

// NewReplayGuard makes a guard with room for so many messages. Times are in seconds.
func NewReplayGuard(entries, past, future uint64) (*ReplayGuard, Failure) {
	var guard *C.signkey_replay_guard
	failure := noFailure()
	C.signkey_replay_guard_new(
		C.uint64_t(entries), C.uint64_t(past), C.uint64_t(future), &guard, &failure)
	return (*ReplayGuard)(guard), failureOf(failure)
}

// Fullness is how full the fullest slice of the window around a time is.
func Fullness(guard *ReplayGuard, now uint64) (float64, Failure) {
	var fullness C.double
	status := C.signkey_replay_guard_fullness(guard.c(), C.uint64_t(now), &fullness)
	return float64(fullness), statusOnly(status)
}

// FreeReplayGuard ends a guard, which goes on in its endpoints.
func FreeReplayGuard(guard *ReplayGuard) {
	C.signkey_replay_guard_free(guard.c())
}
