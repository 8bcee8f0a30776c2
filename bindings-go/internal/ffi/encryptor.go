//go:build cgo

package ffi

// #include "signkey.h"
import "C"

import (
	"runtime"
	"unsafe"
)

// Encryptor is a C object. Any number of threads may use it at once, but none after FreeEncryptor.
type Encryptor C.signkey_encryptor

func (e *Encryptor) c() *C.signkey_encryptor {
	return (*C.signkey_encryptor)(e)
}

// EncryptionKeySize is the size of a raw key, in bytes.
const EncryptionKeySize = C.SIGNKEY_ENCRYPTION_KEY_SIZE

// EncryptionKey is a text, or raw bytes.
type EncryptionKey struct {
	Text  string
	Bytes []byte
	IsRaw bool
}

func (k *EncryptionKey) kind() C.uint32_t {
	if k.IsRaw {
		return C.SIGNKEY_ENCRYPTION_KEY_BYTES
	}
	return C.SIGNKEY_ENCRYPTION_KEY_TEXT
}

func (k *EncryptionKey) borrow() (*C.uint8_t, C.size_t) {
	if len(k.Bytes) > 0 {
		return borrow(k.Bytes)
	}
	return borrowPresent(k.Text)
}

// EncryptorOptions are the keys of an encryptor, the primary first and nil for an absent one, and
// its settings. Without an EventField it is the default.
type EncryptorOptions struct {
	Keys             []*EncryptionKey
	EventField       *string
	DecryptOnly      bool
	RequireEncrypted bool
	LegacyAES        bool
}

func (o *EncryptorOptions) flags() C.uint64_t {
	var flags C.uint64_t
	if o.DecryptOnly {
		flags |= C.SIGNKEY_ENCRYPTOR_DECRYPT_ONLY
	}
	if o.RequireEncrypted {
		flags |= C.SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED
	}
	if o.LegacyAES {
		flags |= C.SIGNKEY_ENCRYPTOR_LEGACY_AES
	}
	return flags
}

// NewEncryptor makes an encryptor. C reads the keys where they are, so that no copy of one is left
// behind.
func NewEncryptor(options EncryptorOptions) (*Encryptor, Failure) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	settings := C.signkey_encryptor_options{
		size:      C.sizeof_signkey_encryptor_options,
		key_count: C.size_t(len(options.Keys)),
		flags:     options.flags(),
	}
	if field := options.EventField; field != nil {
		settings.event_field.data, settings.event_field.len = borrowPresent(*field)
		pinner.Pin(settings.event_field.data)
	}
	keys := make([]C.signkey_encryption_key, len(options.Keys))
	for i, key := range options.Keys {
		if key != nil {
			keys[i].data, keys[i].len = key.borrow()
			keys[i].kind = key.kind()
			pinner.Pin(keys[i].data)
		}
	}
	settings.keys = unsafe.SliceData(keys)
	pinner.Pin(settings.keys)

	var encryptor *C.signkey_encryptor
	failure := noFailure()
	C.signkey_encryptor_new(&settings, &encryptor, &failure)
	return (*Encryptor)(encryptor), failureOf(failure)
}

// FreeEncryptor ends an encryptor and clears its keys from memory.
func FreeEncryptor(encryptor *Encryptor) {
	C.signkey_encryptor_free(encryptor.c())
}
