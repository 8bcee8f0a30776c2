package signkey

import (
	"slices"
	"strings"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Keyring holds the signing keys of an endpoint: one primary and up to seven fallbacks, tried in
// order. During a rotation the old and the new key stand beside each other, so that no request is
// refused.
//
// Safe for concurrent use, Close included. A Keyring must not be copied.
type Keyring struct {
	held[*ffi.Keyring]
	ids []string
}

// NewKeyring makes a keyring of key texts as they come from the environment: empty and blank ones
// are dropped, then the first is the primary and the others are fallbacks.
//
// Errors: [ErrMissingSigningKey] if nothing is left, [ErrTooManyKeys] if more than 8 are, and what
// [NewSigningKey] says of the first key that is refused.
func NewKeyring(texts ...string) (*Keyring, error) {
	return newKeyring(ffi.NewKeyring(texts))
}

func newKeyring(handle *ffi.Keyring, failure ffi.Failure) (*Keyring, error) {
	if failure.Failed() {
		return nil, asError(failure)
	}
	k := &Keyring{}
	k.ids, failure = ffi.KeyIDs(handle)
	k.hold(handle, ffi.FreeKeyring, "Keyring("+strings.Join(k.ids, " ")+")")
	if failure.Failed() {
		return nil, asError(failure)
	}
	return k, nil
}

// KeyIDs are the ids of the keys in order, the primary first: the first 12 hexadecimal digits of
// their hashes. They may be shown.
func (k *Keyring) KeyIDs() []string {
	return slices.Clone(k.ids)
}
