//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// Keyring is a C object. Any number of threads may use it at once, but none after FreeKeyring.
type Keyring C.signkey_keyring

func (k *Keyring) c() *C.signkey_keyring {
	return (*C.signkey_keyring)(k)
}

// NewKeyring makes a keyring of texts as they come from the environment. C reads the texts where
// they are, so that no copy of a key is left behind.
func NewKeyring(texts []string) (*Keyring, Failure) {
	var b borrower
	defer b.Unpin()
	slices, count := b.texts(texts)
	var keyring *C.signkey_keyring
	failure := noFailure()
	C.signkey_keyring_new(slices, count, &keyring, &failure)
	return (*Keyring)(keyring), failureOf(failure)
}

// KeyringFromKey makes a keyring of one key, where a blank text is an error.
func KeyringFromKey(text string) (*Keyring, Failure) {
	data, size := borrowText(text)
	var keyring *C.signkey_keyring
	failure := noFailure()
	C.signkey_keyring_from_key(data, size, &keyring, &failure)
	return (*Keyring)(keyring), failureOf(failure)
}

// FreeKeyring ends a keyring and clears its keys from memory.
func FreeKeyring(keyring *Keyring) {
	C.signkey_keyring_free(keyring.c())
}

// KeyIDs are the ids of the keys in order.
func KeyIDs(keyring *Keyring) ([]string, Failure) {
	var count C.uint32_t
	if status := C.signkey_keyring_count(keyring.c(), &count); status != C.SIGNKEY_OK {
		return nil, statusOnly(status)
	}
	ids := make([]string, count)
	for i := range ids {
		var out [C.SIGNKEY_KEY_ID_MAX]C.char
		status := C.signkey_keyring_key_id(keyring.c(), C.uint32_t(i), &out[0])
		if status != C.SIGNKEY_OK {
			return nil, statusOnly(status)
		}
		ids[i] = C.GoString(&out[0])
	}
	return ids, Failure{}
}

// APIToken is the token of a key. It is a secret.
func APIToken(keyring *Keyring, index uint32) (string, Failure) {
	var out [C.SIGNKEY_API_TOKEN_MAX]C.char
	defer clear(out[:])
	status := C.signkey_keyring_api_token(keyring.c(), C.uint32_t(index), &out[0])
	if status != C.SIGNKEY_OK {
		return "", statusOnly(status)
	}
	return C.GoString(&out[0]), Failure{}
}
