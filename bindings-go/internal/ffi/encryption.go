//go:build cgo

package ffi

// #include "signkey.h"
import "C"

import (
	"bytes"
	"unsafe"
)

// NonceSize is the size of a nonce, in bytes.
const NonceSize = C.SIGNKEY_NONCE_SIZE

// Nonce serves for one encryption; nil is a random one from the operating system.
type Nonce [NonceSize]byte

func (n *Nonce) borrow() *C.uint8_t {
	return (*C.uint8_t)(unsafe.Pointer(n))
}

// EncryptValue encrypts any JSON value.
func EncryptValue(encryptor *Encryptor, json []byte, nonce *Nonce) ([]byte, Failure) {
	data, size := borrow(json)
	var out C.signkey_buffer
	failure := noFailure()
	C.signkey_encrypt_value(encryptor.c(), data, size, nonce.borrow(), &out, &failure)
	return take(&out), failureOf(failure)
}

// EncryptEventData encrypts the encrypted field of event data.
func EncryptEventData(encryptor *Encryptor, json []byte, nonce *Nonce) ([]byte, Failure) {
	data, size := borrow(json)
	var out C.signkey_buffer
	failure := noFailure()
	C.signkey_encrypt_event_data(encryptor.c(), data, size, nonce.borrow(), &out, &failure)
	return take(&out), failureOf(failure)
}

// EncryptError encrypts an error into another one.
func EncryptError(encryptor *Encryptor, json []byte, nonce *Nonce) ([]byte, Failure) {
	data, size := borrow(json)
	var out C.signkey_buffer
	failure := noFailure()
	C.signkey_encrypt_error(encryptor.c(), data, size, nonce.borrow(), &out, &failure)
	return take(&out), failureOf(failure)
}

// DecryptValue decrypts what EncryptValue encrypted.
func DecryptValue(encryptor *Encryptor, json []byte) ([]byte, bool, Failure) {
	data, size := borrow(json)
	var out C.signkey_buffer
	var wasEncrypted C.bool
	failure := noFailure()
	C.signkey_decrypt_value(encryptor.c(), data, size, &out, &wasEncrypted, &failure)
	return take(&out), bool(wasEncrypted), failureOf(failure)
}

// DecryptEventData decrypts all encrypted fields of event data, or data encrypted as a whole.
func DecryptEventData(encryptor *Encryptor, json []byte) ([]byte, bool, Failure) {
	data, size := borrow(json)
	var out C.signkey_buffer
	var wasEncrypted C.bool
	failure := noFailure()
	C.signkey_decrypt_event_data(encryptor.c(), data, size, &out, &wasEncrypted, &failure)
	return take(&out), bool(wasEncrypted), failureOf(failure)
}

// DecryptLifecycleData decrypts the data of an event about the end of a run.
func DecryptLifecycleData(encryptor *Encryptor, json []byte) ([]byte, bool, Failure) {
	data, size := borrow(json)
	var out C.signkey_buffer
	var wasEncrypted C.bool
	failure := noFailure()
	C.signkey_decrypt_lifecycle_data(encryptor.c(), data, size, &out, &wasEncrypted, &failure)
	return take(&out), bool(wasEncrypted), failureOf(failure)
}

// DecryptError decrypts what EncryptError encrypted.
func DecryptError(encryptor *Encryptor, json []byte) ([]byte, bool, Failure) {
	data, size := borrow(json)
	var out C.signkey_buffer
	var wasEncrypted C.bool
	failure := noFailure()
	C.signkey_decrypt_error(encryptor.c(), data, size, &out, &wasEncrypted, &failure)
	return take(&out), bool(wasEncrypted), failureOf(failure)
}

// take moves what a call has written, if it has, into memory of Go.
func take(out *C.signkey_buffer) []byte {
	if out.data == nil {
		return nil
	}
	defer C.signkey_buffer_free(out)
	return bytes.Clone(unsafe.Slice((*byte)(out.data), out.len))
}
