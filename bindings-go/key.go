package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// SigningKey is one signing key: signkey-<environment>-<hex>, or bare <hex> on self-hosted servers.
//
// Safe for concurrent use, Close included.
type SigningKey struct {
	keyring *Keyring
}

// NewSigningKey reads a key from its text, with ASCII white space around it removed. What is left
// must be an optional prefix of at most 64 bytes and an even, non-zero number of hexadecimal
// digits, 512 bytes together at most.
//
// Errors: [ErrEmptyKey], [ErrKeyTooLong], [ErrMalformedKeyPrefix], [ErrEventKey], [ErrNonHexKey]
// (with the position of the character) or [ErrOddKeyLength], checked in this order.
func NewSigningKey(text string) (*SigningKey, error) {
	handle, failure := ffi.KeyringFromKey(text)
	keyring, err := newKeyring(handle, failure)
	if err != nil {
		return nil, err
	}
	return &SigningKey{keyring: keyring}, nil
}

// ID is what may be shown of the key: the first 12 hexadecimal digits of its hash.
func (s *SigningKey) ID() string {
	return s.keyring.ids[0]
}

// APIToken is the token that authenticates calls to the platform's API, to be sent as "Bearer " +
// token in Authorization. It is a secret, and a plain string that prints as it is. [ErrFinished]
// after Close.
func (s *SigningKey) APIToken() (string, error) {
	k := s.keyring
	handle, err := k.borrow()
	if err != nil {
		return "", err
	}
	defer k.giveBack()
	token, failure := ffi.APIToken(handle, 0)
	return token, asError(failure)
}

// SignRequest is [Keyring.SignRequest] with this key.
func (s *SigningKey) SignRequest(body []byte, opts ...SignOption) (string, error) {
	return s.keyring.SignRequest(body, opts...)
}

// SignResponse is [Keyring.SignResponse] with this key.
func (s *SigningKey) SignResponse(body []byte, opts ...SignOption) (string, error) {
	return s.keyring.SignResponse(body, opts...)
}

// SignRaw is [Keyring.SignRaw] with this key.
func (s *SigningKey) SignRaw(body []byte, opts ...SignOption) (string, error) {
	return s.keyring.SignRaw(body, opts...)
}

// Close clears the key from memory, as [Keyring.Close] does.
func (s *SigningKey) Close() error {
	return s.keyring.Close()
}
