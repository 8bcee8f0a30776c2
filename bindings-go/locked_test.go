//go:build unix

package signkey_test

import (
	"syscall"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// TestKeysAreOutsideTheMemoryOfGo has the key where programs lock their secrets, which is no memory of Go.
func TestKeysAreOutsideTheMemoryOfGo(t *testing.T) {
	page, err := syscall.Mmap(-1, 0, signkey.EncryptionKeySize,
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(page) })
	copy(page, keyText)
	inside := []byte(keyText)[:signkey.EncryptionKeySize]
	writer := newEncryptor(t, signkey.EncryptorOptions{Primary: signkey.EncryptionKeyFromBytes(page)})
	reader := newEncryptor(t, signkey.EncryptorOptions{Primary: signkey.EncryptionKeyFromBytes(inside)})
	encrypted, err := writer.EncryptValue([]byte("null"))
	if err != nil {
		t.Fatal(err)
	}
	wantPlain(t, "null", true)(reader.DecryptValue(encrypted))
}
