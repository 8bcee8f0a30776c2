package signkey

import (
	"time"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// VerifyOption changes one setting of a verification. Of two that set the same, the later one
// counts.
//
// A value that makes no sense, such as a negative tolerance, makes the verification fail with
// [ErrInvalidArgument].
type VerifyOption struct {
	setting       setting
	first, second uint64
	fault         *Error
}

type setting uint8

const (
	settingNone setting = iota
	settingNow
	settingWindow
	settingJSONSize
)

// WithNow sets the clock, to whole seconds; the default is the system's. A time before 1970 is
// invalid.
func WithNow(now time.Time) VerifyOption {
	seconds := now.Unix()
	if seconds < 0 {
		return VerifyOption{fault: errBefore1970}
	}
	return WithUnixNow(uint64(seconds))
}

// WithUnixNow sets the clock, in seconds since 1970-01-01 00:00 UTC.
func WithUnixNow(seconds uint64) VerifyOption {
	return VerifyOption{setting: settingNow, first: seconds}
}

// DefaultWindow is how far a signature may lie in the past and in the future if nothing else is set.
const DefaultWindow = ffi.DefaultWindow * time.Second

// WithWindow sets how far a signature may lie in the past and in the future; the default is five
// minutes for each. The borders are accepted. Tolerances are whole seconds and not negative.
func WithWindow(past, future time.Duration) VerifyOption {
	if past < 0 || future < 0 || past%time.Second != 0 || future%time.Second != 0 {
		return VerifyOption{fault: errTolerance}
	}
	return WithWindowSeconds(uint64(past/time.Second), uint64(future/time.Second))
}

// WithWindowSeconds is [WithWindow] for tolerances in seconds.
func WithWindowSeconds(past, future uint64) VerifyOption {
	return VerifyOption{setting: settingWindow, first: past, second: future}
}

// WithMaxJSONSize sets the size of the largest body whose canonical form is tried, in bytes; the
// default is 4 MiB, and for an endpoint with a lower limit on bodies that one. A larger body can still
// match as received. It has no effect on responses and on a [Verifier].
func WithMaxJSONSize(bytes uint64) VerifyOption {
	return VerifyOption{setting: settingJSONSize, first: bytes}
}

var (
	errBefore1970 = ErrInvalidArgument.withAdvice("a time must not lie before 1970")
	errTolerance  = ErrInvalidArgument.withAdvice("a tolerance must be whole seconds and not negative")
	errOnlyClock  = ErrInvalidArgument.withAdvice("this takes the clock alone: all else is set for the endpoint")
)

func verifyOptions(opts []VerifyOption) (ffi.Options, error) {
	options := ffi.Options{Past: ffi.DefaultWindow, Future: ffi.DefaultWindow}
	hasClock := false
	for _, opt := range opts {
		if opt.fault != nil {
			return ffi.Options{}, opt.fault
		}
		switch opt.setting {
		case settingNone:
		case settingNow:
			options.Now, hasClock = opt.first, true
		case settingWindow:
			options.Past, options.Future = opt.first, opt.second
		case settingJSONSize:
			// To C, 0 is the default. JSON of one byte has no other form.
			options.MaxJSONSize = max(opt.first, 1)
		}
	}
	if hasClock {
		return options, nil
	}
	now := WithNow(time.Now())
	options.Now = now.first
	return options, faultOf(now.fault)
}

// clock is the time of options that may set nothing else.
func clock(opts []VerifyOption) (uint64, error) {
	for _, opt := range opts {
		if opt.setting != settingNone && opt.setting != settingNow {
			return 0, errOnlyClock
		}
	}
	options, err := verifyOptions(opts)
	return options.Now, err
}

// faultOf keeps a nil *Error from becoming an error that is not nil.
func faultOf(fault *Error) error {
	if fault == nil {
		return nil
	}
	return fault
}
