package signkey

import (
	"net/http"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Verifier verifies a message that arrives in pieces, under all keys of a keyring in one pass and
// in constant memory. Write the body to it, as with [io.Copy], then call Finish. Nothing of the
// message may be acted on before.
//
// It checks the bytes as received alone: the canonical form of a request, and a response without
// its last line feed, need the whole body.
//
// Calls from several goroutines are safe, and take turns. A Verifier must not be copied.
type Verifier struct {
	held[*ffi.Verifier]
	ids []string
}

// NewVerifier begins to verify a message with the signature that header holds under [HeaderName].
// The keyring may be closed before the verifier is finished.
//
// Errors: [ErrMissingSignature], [ErrMalformedSignature]; [ErrFinished] after Close.
func (k *Keyring) NewVerifier(header http.Header) (*Verifier, error) {
	keyring, err := k.borrow()
	if err != nil {
		return nil, err
	}
	defer k.giveBack()
	handle, failure := ffi.NewVerifier(keyring, signatureOf(header))
	if failure.Failed() {
		return nil, asError(failure)
	}
	v := &Verifier{ids: k.ids}
	v.hold(handle, ffi.FreeVerifier, "Verifier")
	return v, nil
}

// Write takes the next piece of the body, of any size. It takes all of it, or fails with
// [ErrFinished] after Finish or Close.
func (v *Verifier) Write(chunk []byte) (int, error) {
	handle, err := v.take()
	if err != nil {
		return 0, err
	}
	defer v.putBack()
	if failure := ffi.UpdateVerifier(handle, chunk); failure.Failed() {
		return 0, asError(failure)
	}
	return len(chunk), nil
}

// Finish ends the message, gives the verdict and closes the verifier, unless an option makes no
// sense.
//
// Errors: [ErrInvalidArgument] for such an option, [ErrFinished] after Finish or Close, else
// [ErrSignatureMismatch], [ErrExpired] or [ErrNotYetValid], checked in this order.
func (v *Verifier) Finish(opts ...VerifyOption) (verified Verified, err error) {
	options, err := verifyOptions(opts)
	if err != nil {
		return verified, err
	}
	handle, err := v.take()
	if err != nil {
		return verified, err
	}
	defer v.putBack()
	defer v.end()
	found, failure := ffi.FinishVerifier(handle, options)
	if failure.Failed() {
		return verified, asError(failure)
	}
	verified.fill(found, v.ids[found.KeyIndex])
	return verified, nil
}
