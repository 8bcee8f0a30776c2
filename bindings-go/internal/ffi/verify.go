//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// Options are the settings of a verification. Times are in seconds; a MaxJSONSize of 0 is the
// default.
type Options struct {
	Now, Past, Future, MaxJSONSize uint64
}

// fill is by field: a literal would be copied, and wait for its parts to be written.
func (o *Options) fill(settings *C.signkey_verify_options) {
	settings.size = C.sizeof_signkey_verify_options
	settings.past_seconds = C.uint64_t(o.Past)
	settings.future_seconds = C.uint64_t(o.Future)
	settings.max_json_size = C.uint64_t(o.MaxJSONSize)
}

// Verified is the result of a verification that succeeded.
type Verified struct {
	Timestamp  uint64
	AgeSeconds int64
	KeyIndex   uint32
	Form       uint32
}

// The forms of a body.
const (
	FormRaw       = C.SIGNKEY_FORM_RAW
	FormCanonical = C.SIGNKEY_FORM_CANONICAL
	FormTrimmed   = C.SIGNKEY_FORM_TRIMMED
)

// FormName is the name of a form, "unknown" if there is none.
func FormName(form uint32) string {
	return C.GoString(C.signkey_form_name(C.uint32_t(form)))
}

// VerifyRequest verifies a body as received, else its canonical form.
func VerifyRequest(keyring *Keyring, body []byte, header Header, options Options) (Verified, Failure) {
	data, size := borrow(body)
	value, length := header.borrow()
	var settings C.signkey_verify_options
	options.fill(&settings)
	verified, failure := notVerified(), noFailure()
	C.signkey_verify_request(
		keyring.c(), data, size, value, length, C.uint64_t(options.Now), &settings, &verified, &failure)
	return verifiedOf(verified), failureOf(failure)
}

// VerifyResponse verifies a body as received, else less one trailing line feed.
func VerifyResponse(keyring *Keyring, body []byte, header Header, options Options) (Verified, Failure) {
	data, size := borrow(body)
	value, length := header.borrow()
	var settings C.signkey_verify_options
	options.fill(&settings)
	verified, failure := notVerified(), noFailure()
	C.signkey_verify_response(
		keyring.c(), data, size, value, length, C.uint64_t(options.Now), &settings, &verified, &failure)
	return verifiedOf(verified), failureOf(failure)
}

func notVerified() C.signkey_verified {
	return C.signkey_verified{size: C.sizeof_signkey_verified}
}

func verifiedOf(verified C.signkey_verified) Verified {
	return Verified{
		Timestamp:  uint64(verified.timestamp),
		AgeSeconds: int64(verified.age_seconds),
		KeyIndex:   uint32(verified.key_index),
		Form:       uint32(verified.form),
	}
}
