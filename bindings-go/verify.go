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
func (k *Keyring) VerifyRequest(
	body []byte, header http.Header, opts ...VerifyOption,
) (verified Verified, err error) {
	err = k.verify(&verified, request, body, signatureOf(header), opts)
	return verified, err
}

// VerifyRequestSignature is [Keyring.VerifyRequest] for servers that have no [http.Header]: it takes
// the value of the header. An empty one is a header that is missing.
func (k *Keyring) VerifyRequestSignature(
	body []byte, signature string, opts ...VerifyOption,
) (verified Verified, err error) {
	err = k.verify(&verified, request, body, valueOf(signature), opts)
	return verified, err
}

// VerifyResponse verifies a response: the body as received, or less one trailing line feed. It is
// never canonicalized.
//
// Errors are those of [Keyring.VerifyRequest].
func (k *Keyring) VerifyResponse(
	body []byte, header http.Header, opts ...VerifyOption,
) (verified Verified, err error) {
	err = k.verify(&verified, response, body, signatureOf(header), opts)
	return verified, err
}

// VerifyResponseSignature is [Keyring.VerifyResponse] for clients that have no [http.Header]: it takes
// the value of the header. An empty one is a header that is missing.
func (k *Keyring) VerifyResponseSignature(
	body []byte, signature string, opts ...VerifyOption,
) (verified Verified, err error) {
	err = k.verify(&verified, response, body, valueOf(signature), opts)
	return verified, err
}

// What a message is.
const (
	request  = false
	response = true
)

// verify writes the verdict where the caller wants it: one that is returned is copied.
func (k *Keyring) verify(
	verified *Verified, isResponse bool, body []byte, signature ffi.Header, opts []VerifyOption,
) error {
	options, err := verifyOptions(opts)
	if err != nil {
		return err
	}
	handle, err := k.borrow()
	if err != nil {
		return err
	}
	defer k.giveBack()
	found, failure := ffi.Verify(isResponse, handle, body, signature, &options)
	if failure.Failed() {
		return errorOf(failure)
	}
	verified.fill(found, k.ids[found.KeyIndex])
	return nil
}
