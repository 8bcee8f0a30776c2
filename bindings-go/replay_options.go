package signkey

import (
	"time"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// WithName sets what replay protection takes for one endpoint: a message is accepted once under each name.
// All processes that serve one endpoint need the same name and the same window.
func WithName(name string) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		settings.Name = name
		return nil
	})
}

// WithReplayGuard has each message accepted once by this process. The guard may be closed before the
// endpoint, which goes on to use it. A guard for a narrower window makes the endpoint fail.
func WithReplayGuard(guard *ReplayGuard) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		if guard == nil {
			return errNoGuard
		}
		settings.guard = guard
		return nil
	})
}

// WithReplayStore has each message accepted once by all processes that share the store. Middleware of
// package signkeyhttp asks it; elsewhere, [StepClaim] says when to call [Admission.AskStore]. A store whose
// ClaimDeadline is not positive makes the endpoint fail.
func WithReplayStore(store ReplayStore) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		if store == nil {
			return errNoStore
		}
		deadline := deadlineOf(store)
		if deadline <= 0 {
			return errDeadline
		}
		settings.store, settings.deadline, settings.ReplayStore = store, deadline, true
		return nil
	})
}

// WithReplaySkew sets how far apart the clocks of the processes may be that share a store; the default is
// five minutes. Claims last so much longer. It is whole seconds and not negative. Without a store it makes the
// endpoint fail.
func WithReplaySkew(skew time.Duration) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		if skew < 0 || skew%time.Second != 0 {
			return errTolerance
		}
		settings.ReplaySkew, settings.hasSkew = uint64(skew/time.Second), true
		return nil
	})
}

// WithReplaySkewSeconds is [WithReplaySkew] for seconds.
func WithReplaySkewSeconds(skew uint64) EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		settings.ReplaySkew, settings.hasSkew = skew, true
		return nil
	})
}

// WithAdmitUnclaimed lets messages in while the store does not answer. With a guard beside it, each process
// still accepts them once; without one, whoever can slow the store gets replays in. Without a store it makes the
// endpoint fail.
func WithAdmitUnclaimed() EndpointOption {
	return endpointSetting(func(settings *endpointSettings) error {
		settings.AdmitUnclaimed = true
		return nil
	})
}

var (
	errNoGuard = ErrInvalidArgument.withAdvice("there is no replay guard")
	errNoStore = ErrInvalidArgument.withAdvice("there is no replay store")

	errDeadline  = errSetting("replay_store", "the deadline of a replay store must be positive")
	errSkewAlone = errSetting("replay_skew", "there is no replay store")
)

// errSetting is an option that makes no sense, by the name that all languages share.
func errSetting(setting, advice string) *Error {
	about := errorOf(ffi.Failure{Status: ErrInvalidArgument.failure.Status, Setting: setting})
	return about.withAdvice(advice)
}
