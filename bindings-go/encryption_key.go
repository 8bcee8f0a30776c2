package signkey

import (
	"fmt"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// EncryptionKeySize is the size of a raw encryption key, in bytes.
const EncryptionKeySize = ffi.EncryptionKeySize

// EncryptionKey is a key for an [Encryptor]; it has nothing to do with a [SigningKey]. The zero
// EncryptionKey is absent: it stands for no key.
//
// [NewEncryptor] checks it. Printed, logged or marshalled it shows nothing. Immutable.
type EncryptionKey struct {
	// A function, because package fmt calls no methods of what lies in unexported fields of others,
	// follows even pointers there, but cannot look into functions. Nil if the key is absent.
	secret func() *ffi.EncryptionKey
}

func newEncryptionKey(secret ffi.EncryptionKey) EncryptionKey {
	return EncryptionKey{func() *ffi.EncryptionKey { return &secret }}
}

// borrow is the key for a call, nil if it is absent.
func (k EncryptionKey) borrow() *ffi.EncryptionKey {
	if k.secret == nil {
		return nil
	}
	return k.secret()
}

// EncryptionKeyFromText is the key for which a text stands: the BLAKE2b-256 hash of its UTF-8, with
// white space (Unicode White_Space) and byte order marks around it removed. A text of which nothing
// is left is not absent but refused.
//
// The hash is quick to compute, so the text should be random and of at least 128 bits: a password
// that a person chose can be guessed from any one encrypted value.
func EncryptionKeyFromText(text string) EncryptionKey {
	return newEncryptionKey(ffi.EncryptionKey{Text: text})
}

// EncryptionKeyFromBytes is a raw key of [EncryptionKeySize] bytes, as it is. The bytes are not
// copied: leave them as they are until [NewEncryptor] returns, and clear them then if you like.
func EncryptionKeyFromBytes(bytes []byte) EncryptionKey {
	return newEncryptionKey(ffi.EncryptionKey{Bytes: bytes, IsRaw: true})
}

// String does not show the key.
func (EncryptionKey) String() string {
	return "EncryptionKey"
}

// Format writes the name of the type for every verb of package fmt.
func (k EncryptionKey) Format(f fmt.State, _ rune) {
	write(f, k.String())
}

// MarshalText is the name of the type, for JSON and for logs.
func (k EncryptionKey) MarshalText() ([]byte, error) {
	return []byte(k.String()), nil
}
