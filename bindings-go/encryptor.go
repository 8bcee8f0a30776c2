package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// Encryptor encrypts what goes to the platform and decrypts what comes back: the platform stores
// envelopes (XSalsa20-Poly1305) that only the owners of the keys can read.
//
// Its methods take and return JSON documents in UTF-8, as []byte or [encoding/json.RawMessage], and
// keep what they do not replace byte for byte. White space around a value that is encrypted is left
// out.
//
// To rotate keys: deploy the new key as a fallback everywhere, then as the primary with the old one
// as a fallback, and drop the old one when nothing is left that it encrypted.
//
// What the format does not give: the length of a value shows. An envelope does not say where it
// belongs, so whoever stores envelopes can exchange those of the same keys for one another, or
// bring an old one back. Names of events and steps, and fields that are not encrypted, stay
// readable.
//
// Safe for concurrent use, Close included. An Encryptor must not be copied.
type Encryptor struct {
	held[*ffi.Encryptor]
}

// EncryptorOptions are the keys and settings of an [Encryptor].
type EncryptorOptions struct {
	// Primary is the key that encrypts. It also decrypts, before all fallbacks.
	Primary EncryptionKey
	// Fallbacks are keys that only decrypt, in the order in which they are tried. There may be any
	// number; absent ones are dropped, and none takes the place of an absent primary.
	Fallbacks []EncryptionKey
	// DecryptOnly is whether to encrypt nothing, and leave what is to be encrypted as it is. For
	// rolling encryption out and back: every reader has to know the keys before the first writer
	// uses them. Only then may Primary be absent.
	DecryptOnly bool
	// RequireEncrypted makes plaintext an error, [ErrEncryptionRequired], where something encrypted
	// is due. Leave it off as long as old runs hold plaintext.
	RequireEncrypted bool
	// EventField is the field of event data that is encrypted; nil is "encrypted". All encrypted
	// fields are decrypted, whatever their names.
	EventField *string
	// LegacyAES is whether to decrypt what versions 0.x of @inngest/middleware-encryption wrote, as
	// long as something of it is left. That format is not authenticated: who can write to the
	// stored data can change what it decrypts to, and tell by the answers whether a change was
	// valid. Nothing is ever encrypted with it, and raw keys do not apply to it.
	LegacyAES bool
}

// NewEncryptor makes an encryptor.
//
// Errors: for the first key that is refused, [ErrEmptyEncryptionKey],
// [ErrInvalidEncryptionKeyLength] for a raw one that is not of 32 bytes, or [ErrInvalidArgument]
// for a text that is not UTF-8; [ErrMissingEncryptionKey] without a primary key, or if it only
// decrypts, without any; [ErrInvalidArgument] for an EventField that is not UTF-8.
func NewEncryptor(options EncryptorOptions) (*Encryptor, error) {
	keys := []*ffi.EncryptionKey{options.Primary.borrow()}
	for _, fallback := range options.Fallbacks {
		keys = append(keys, fallback.borrow())
	}
	handle, failure := ffi.NewEncryptor(ffi.EncryptorOptions{
		Keys:             keys,
		EventField:       options.EventField,
		DecryptOnly:      options.DecryptOnly,
		RequireEncrypted: options.RequireEncrypted,
		LegacyAES:        options.LegacyAES,
	})
	if failure.Failed() {
		return nil, asError(failure)
	}
	e := &Encryptor{}
	e.hold(handle, ffi.FreeEncryptor, "Encryptor")
	return e, nil
}
