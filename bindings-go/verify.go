package signkey

import (
	"net/http"
	"strings"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// HeaderName is the header that carries the signature of a request and of a response.
const HeaderName = "X-Inngest-Signature"

// VerifyRequest verifies a request: the body as received, and if no key matches that, its canonical
// form. The signature is what header holds under [HeaderName]. The body must not change during the
// call.
//
// Errors: [ErrMissingSignature], [ErrMalformedSignature], [ErrSignatureMismatch], [ErrExpired] or
// [ErrNotYetValid], checked in this order: the last two say that the signature is authentic. A
// header that is there more than once is malformed. [ErrInvalidArgument] for an option that makes
// no sense, [ErrFinished] after Close.
func (k *Keyring) VerifyRequest(
	body []byte, header http.Header, opts ...VerifyOption,
) (verified Verified, err error) {
	options, err := verifyOptions(opts)
	if err != nil {
		return verified, err
	}
	handle, err := k.borrow()
	if err != nil {
		return verified, err
	}
	defer k.giveBack()
	found, failure := ffi.VerifyRequest(handle, body, signatureOf(header), options)
	if failure.Failed() {
		return verified, asError(failure)
	}
	verified.fill(found, k.ids)
	return verified, nil
}

// VerifyResponse verifies a response: the body as received, or less one trailing line feed. It is
// never canonicalized.
//
// Errors are those of [Keyring.VerifyRequest].
func (k *Keyring) VerifyResponse(
	body []byte, header http.Header, opts ...VerifyOption,
) (verified Verified, err error) {
	options, err := verifyOptions(opts)
	if err != nil {
		return verified, err
	}
	handle, err := k.borrow()
	if err != nil {
		return verified, err
	}
	defer k.giveBack()
	found, failure := ffi.VerifyResponse(handle, body, signatureOf(header), options)
	if failure.Failed() {
		return verified, asError(failure)
	}
	verified.fill(found, k.ids)
	return verified, nil
}

func signatureOf(header http.Header) ffi.Header {
	return headerOf(header, HeaderName)
}

// headerOf tells absent, empty and repeated headers apart. Repeated ones are joined (RFC 9110,
// section 5.3).
func headerOf(header http.Header, name string) ffi.Header {
	values := header[name]
	switch len(values) {
	case 0:
		return ffi.Header{}
	case 1:
		return ffi.Header{Value: values[0], Present: true}
	default:
		return ffi.Header{Value: strings.Join(values, ", "), Present: true}
	}
}
