package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// ReplayGuard remembers each message that was accepted until its window is over, so that none is accepted
// twice. Share one between all endpoints of a process, with [WithReplayGuard]:
//
//	// 100 messages a second for 601 seconds, and as much again for bursts.
//	guard, err := signkey.NewReplayGuard(120_000)
//	endpoint, err := config.Endpoint(signkey.WithReplayGuard(guard))
//
// Its memory is allocated at once, 13 bytes a message; where it has no room left, it refuses rather than
// forgets: [ErrReplayGuardFull]. It knows of this process alone, and begins empty. A [ReplayStore] is for
// several processes.
//
// Safe for concurrent use, Close included, and without locks among endpoints. Its memory ends with it and
// with the last endpoint that uses it. A ReplayGuard must not be copied.
type ReplayGuard struct {
	held[*ffi.ReplayGuard]
}

// NewReplayGuard makes a guard with room for so many messages in a window, past and future together,
// signed responses counted as well. Each sixteenth of the window's time has a sixteenth of the room. Of
// options, [WithWindow] and [WithWindowSeconds] alone make sense: no endpoint that uses the guard may have
// a wider window. The default is that of an endpoint.
//
// Errors: [ErrInvalidArgument] for no entry, for more than can be addressed, and for an option that makes no
// sense; [ErrOutOfMemory].
func NewReplayGuard(entries uint64, opts ...VerifyOption) (*ReplayGuard, error) {
	for _, opt := range opts {
		if opt.fault == nil && opt.setting != settingNone && opt.setting != settingWindow {
			return nil, errOnlyWindow
		}
	}
	options, err := verifyOptions(opts)
	if err != nil {
		return nil, err
	}
	handle, failure := ffi.NewReplayGuard(entries, options.Past, options.Future)
	if failure.Failed() {
		return nil, asError(failure)
	}
	g := &ReplayGuard{}
	g.hold(handle, ffi.FreeReplayGuard, "ReplayGuard")
	return g, nil
}

var errOnlyWindow = ErrInvalidArgument.withAdvice("this takes the window alone")

// Fullness is how full the fullest slice of the window around the clock is: at 1.0, messages of that slice
// are refused with [ErrReplayGuardFull]. Of options, [WithNow] and [WithUnixNow] alone make sense; the
// default is the system's clock.
//
// Errors: [ErrInvalidArgument] for an option that makes no sense, [ErrFinished] after Close.
func (g *ReplayGuard) Fullness(opts ...VerifyOption) (float64, error) {
	now, err := clock(opts)
	if err != nil {
		return 0, err
	}
	handle, err := g.borrow()
	if err != nil {
		return 0, err
	}
	defer g.giveBack()
	fullness, failure := ffi.Fullness(handle, now)
	return fullness, asError(failure)
}
