//go:build cgo

package ffi

/*
#include "signkey.h"

// A failure without its pointer: cgo looks behind every pointer that it is handed, at each call.
typedef struct {
    uint32_t status, detail_kind;
    uint64_t detail;
} signkey_flat_failure;

static inline void signkey_flat_verify(
    bool is_response, const signkey_keyring *keyring, const uint8_t *body, size_t body_len,
    const uint8_t *header, size_t header_len, uint64_t now, const signkey_verify_options *options,
    signkey_verified *verified, signkey_flat_failure *flat)
{
    signkey_failure failure = SIGNKEY_FAILURE_INIT;
    flat->status = (is_response ? signkey_verify_response : signkey_verify_request)(
        keyring, body, body_len, header, header_len, now, options, verified, &failure);
    flat->detail_kind = failure.detail_kind;
    flat->detail = failure.detail;
}
*/
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

// Verify verifies a body as received, else the canonical form of a request, or a response less one
// trailing line feed.
func Verify(
	isResponse bool, keyring *Keyring, body []byte, header Header, options *Options,
) (Verified, Failure) {
	data, size := borrow(body)
	value, length := header.borrow()
	var settings C.signkey_verify_options
	options.fill(&settings)
	verified := notVerified()
	var failure C.signkey_flat_failure
	C.signkey_flat_verify(C.bool(isResponse), keyring.c(), data, size, value, length,
		C.uint64_t(options.Now), &settings, &verified, &failure)
	return verifiedOf(verified), Failure{
		Status: uint32(failure.status),
		Kind:   DetailKind(failure.detail_kind),
		Detail: uint64(failure.detail),
	}
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
