package signkey

import (
	"math"
	"time"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// SignOption changes one setting of a signature. Of two that set the same, the later one counts.
//
// A value that makes no sense, such as a time before 1970, makes the signature fail with
// [ErrInvalidArgument].
type SignOption struct {
	setting signSetting
	value   uint64
	fault   *Error
}

type signSetting uint8

const (
	signNone signSetting = iota
	signTimestamp
	signKeyIndex
)

// WithTimestamp sets when the message is signed, to whole seconds; the default is the system's
// clock. A time before 1970 is invalid.
func WithTimestamp(timestamp time.Time) SignOption {
	seconds := timestamp.Unix()
	if seconds < 0 {
		return SignOption{fault: errBefore1970}
	}
	return WithUnixTimestamp(uint64(seconds))
}

// WithUnixTimestamp sets when the message is signed, in seconds since 1970-01-01 00:00 UTC.
func WithUnixTimestamp(seconds uint64) SignOption {
	return SignOption{setting: signTimestamp, value: seconds}
}

// WithKeyIndex sets with which key of the keyring to sign; the default is 0, the primary. A
// response is signed with the key that verified its request: the KeyIndex of its [Verified].
func WithKeyIndex(index int) SignOption {
	if index < 0 || index > math.MaxInt32 {
		return SignOption{fault: errKeyIndex}
	}
	return SignOption{setting: signKeyIndex, value: uint64(index)}
}

// SignRequest signs a request as the platform does: the canonical form (RFC 8785) of its JSON body
// of at most 16 MiB. Send the canonical form too ([Canonicalize]), so that the receiver need not
// compute it.
//
// It returns the value for [HeaderName]. Errors: [ErrInvalidTimestamp] for a time of more than 19
// digits, those of [Canonicalize], and [ErrJSONNumberLossy] if the canonical form would be another
// document; [ErrInvalidArgument] for an option that makes no sense, [ErrFinished] after Close.
func (k *Keyring) SignRequest(body []byte, opts ...SignOption) (string, error) {
	return k.sign(ffi.SignRequest, body, opts)
}

// SignResponse signs a response: its bytes exactly as they are sent.
//
// It returns the value for [HeaderName]. Errors: [ErrInvalidTimestamp] for a time of more than 19
// digits; [ErrInvalidArgument] for an option that makes no sense, [ErrFinished] after Close.
func (k *Keyring) SignResponse(body []byte, opts ...SignOption) (string, error) {
	return k.sign(ffi.SignResponse, body, opts)
}

// SignRaw signs bytes as they are. It returns the value for [HeaderName]; errors are those of
// [Keyring.SignResponse].
func (k *Keyring) SignRaw(body []byte, opts ...SignOption) (string, error) {
	return k.sign(ffi.SignRaw, body, opts)
}

type signer func(*ffi.Keyring, []byte, ffi.Signing) (string, ffi.Failure)

func (k *Keyring) sign(sign signer, body []byte, opts []SignOption) (string, error) {
	with, err := signOptions(opts)
	if err != nil {
		return "", err
	}
	handle, err := k.borrow()
	if err != nil {
		return "", err
	}
	defer k.giveBack()
	header, failure := sign(handle, body, with)
	return header, asError(failure)
}

// timestampOf is the time of options that may set nothing else.
func timestampOf(opts []SignOption) (uint64, error) {
	for _, opt := range opts {
		if opt.setting == signKeyIndex {
			return 0, errOnlyTimestamp
		}
	}
	with, err := signOptions(opts)
	return with.Timestamp, err
}

var (
	errKeyIndex      = ErrInvalidArgument.withAdvice("there is no key with this index")
	errOnlyTimestamp = ErrInvalidArgument.withAdvice("the key is the one that verified the request")
)

func signOptions(opts []SignOption) (ffi.Signing, error) {
	var with ffi.Signing
	hasClock := false
	for _, opt := range opts {
		if opt.fault != nil {
			return ffi.Signing{}, opt.fault
		}
		switch opt.setting {
		case signNone:
		case signTimestamp:
			with.Timestamp, hasClock = opt.value, true
		case signKeyIndex:
			with.KeyIndex = uint32(opt.value)
		}
	}
	if hasClock {
		return with, nil
	}
	now := WithTimestamp(time.Now())
	with.Timestamp = now.value
	return with, faultOf(now.fault)
}
