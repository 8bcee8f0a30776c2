package signkey

import (
	"net/http"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// VerifyRequest verifies a request: the body as received, and if no key matches that, its canonical
// form. The signature is what header holds under [HeaderName], in any case. The body must not change
// during the call.
//
// Errors: [ErrMissingSignature], [ErrMalformedSignature], [ErrSignatureMismatch], [ErrExpired] or
// [ErrNotYetValid], checked in this order: the last two say that the signature is authentic. A
// header that is there more than once is malformed. [ErrInvalidArgument] for an option that makes
// no sense, [ErrFinished] after Close.
func (k *Keyring) VerifyRequest(body []byte, header http.Header, opts ...VerifyOption) (Verified, error) {
	return k.verify(ffi.VerifyRequest, body, signatureOf(header), opts)
}

// VerifyRequestSignature is [Keyring.VerifyRequest] for servers that have no [http.Header]: it takes
// the value of the header. An empty one is a header that is missing.
func (k *Keyring) VerifyRequestSignature(body []byte, signature string, opts ...VerifyOption) (Verified, error) {
	return k.verify(ffi.VerifyRequest, body, valueOf(signature), opts)
}

// VerifyResponse verifies a response: the body as received, or less one trailing line feed. It is
// never canonicalized.
//
// Errors are those of [Keyring.VerifyRequest].
func (k *Keyring) VerifyResponse(body []byte, header http.Header, opts ...VerifyOption) (Verified, error) {
	return k.verify(ffi.VerifyResponse, body, signatureOf(header), opts)
}

// VerifyResponseSignature is [Keyring.VerifyResponse] for clients that have no [http.Header]: it takes
// the value of the header. An empty one is a header that is missing.
func (k *Keyring) VerifyResponseSignature(body []byte, signature string, opts ...VerifyOption) (Verified, error) {
	return k.verify(ffi.VerifyResponse, body, valueOf(signature), opts)
}

type verification func(*ffi.Keyring, []byte, ffi.Header, ffi.Options) (ffi.Verified, ffi.Failure)

func (k *Keyring) verify(
	call verification, body []byte, signature ffi.Header, opts []VerifyOption,
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
	found, failure := call(handle, body, signature, options)
	if failure.Failed() {
		return verified, asError(failure)
	}
	verified.fill(found, k.ids[found.KeyIndex])
	return verified, nil
}
