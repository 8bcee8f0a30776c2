package signkey_test

import (
	"encoding/json"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

const (
	secret      = "a-secret-of-the-tests"
	otherSecret = "an-older-secret-of-the-tests"
	// sealed is {"a":1} under secret, as libsodium and the shared vectors have it, and nonce is what
	// it begins with.
	sealedData = `ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7yP9ZxarNZeO8XvT4Kssd/zxUE82miOg=`
	sealed     = `{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"` + sealedData + `"}`
	// sealedError is an error that holds {"a":1}.
	sealedError = `{"name":"EncryptedError","message":"{\"__ENCRYPTED__\":true,` +
		`\"__STRATEGY__\":\"inngest/libsodium\",\"data\":\"` + sealedData + `\"}"}`
	// legacy is {"phone":"867-5309"} under my-secret-key, as an old version of the published package
	// wrote it.
	legacy = `{"__ENCRYPTED__":true,"data":"U2FsdGVkX1932jpZEyeKjLBIEaUtSjCYOmGic0tCwaTeyHRGWmbnmO5b29FsZxan"}`
)

var nonce = signkey.WithNonce([24]byte([]byte("defghijklmnopqrstuvwxyz{")))

// keyOptions are the options with these texts as keys.
func keyOptions(primary string, fallbacks ...string) signkey.EncryptorOptions {
	options := signkey.EncryptorOptions{Primary: signkey.EncryptionKeyFromText(primary)}
	for _, fallback := range fallbacks {
		options.Fallbacks = append(options.Fallbacks, signkey.EncryptionKeyFromText(fallback))
	}
	return options
}

func newEncryptor(t testing.TB, options signkey.EncryptorOptions) *signkey.Encryptor {
	t.Helper()
	encryptor, err := signkey.NewEncryptor(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = encryptor.Close() })
	return encryptor
}

type (
	encryption = func(*signkey.Encryptor, json.RawMessage, ...signkey.EncryptOption) (json.RawMessage, error)
	decryption = func(*signkey.Encryptor, json.RawMessage) (json.RawMessage, bool, error)
)

var encryptions = map[string]encryption{
	"value": (*signkey.Encryptor).EncryptValue,
	"event": (*signkey.Encryptor).EncryptEventData,
	"error": (*signkey.Encryptor).EncryptError,
}

var decryptions = map[string]decryption{
	"value":     (*signkey.Encryptor).DecryptValue,
	"event":     (*signkey.Encryptor).DecryptEventData,
	"lifecycle": (*signkey.Encryptor).DecryptLifecycleData,
	"error":     (*signkey.Encryptor).DecryptError,
}

// wantPlain checks the answer of a decryption, and returns nothing if it is right.
func wantPlain(t testing.TB, plain string, wasEncrypted bool) func(json.RawMessage, bool, error) {
	t.Helper()
	return func(got json.RawMessage, was bool, err error) {
		t.Helper()
		if string(got) != plain || was != wasEncrypted || err != nil {
			t.Errorf("got %s, %v, %v, want %s, %v", got, was, err, plain, wasEncrypted)
		}
	}
}

// wantRefused checks that a decryption gives the error alone.
func wantRefused(t testing.TB, want *signkey.Error) func(json.RawMessage, bool, error) {
	t.Helper()
	return func(got json.RawMessage, was bool, err error) {
		t.Helper()
		wantError(t, err, want)
		if got != nil || was {
			t.Errorf("beside the error %s, %v", got, was)
		}
	}
}
