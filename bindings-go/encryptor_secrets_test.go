package signkey_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"reflect"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// TestEncryptionKeysDoNotShow uses the key of the other tests as a secret, for its canaries.
func TestEncryptionKeysDoNotShow(t *testing.T) {
	raw := []byte(keyText[:32])
	options := signkey.EncryptorOptions{
		Primary:   signkey.EncryptionKeyFromText(keyText),
		Fallbacks: []signkey.EncryptionKey{signkey.EncryptionKeyFromBytes(raw)},
	}
	encryptor := newEncryptor(t, options)
	if !leaks(fmt.Sprint(raw)) || !leaks(fmt.Sprintf("%x", raw)) {
		t.Fatal("this test would not see a leak")
	}
	hidden := struct {
		key       signkey.EncryptionKey
		options   signkey.EncryptorOptions
		encryptor *signkey.Encryptor
	}{options.Primary, options, encryptor}
	for _, value := range []any{
		encryptor, options, &options, options.Primary, &options.Primary, options.Fallbacks, hidden, &hidden,
		reflect.ValueOf(encryptor).Elem().Interface(),
	} {
		for _, text := range renderings(t, value) {
			if leaks(text) {
				t.Errorf("%T shows its secret: %s", value, text)
			}
		}
	}
	for _, value := range []any{encryptor, options.Primary} {
		var sink bytes.Buffer
		if gob.NewEncoder(&sink).Encode(value) == nil || leaks(sink.String()) {
			t.Errorf("gob encodes %T", value)
		}
	}
	if text := fmt.Sprintf("%v %x %s", encryptor, options.Primary, options.Primary); text !=
		"Encryptor EncryptionKey EncryptionKey" {
		t.Error(text)
	}
}

func TestEncryptionErrorsQuoteNothing(t *testing.T) {
	_, err := signkey.NewEncryptor(signkey.EncryptorOptions{
		Primary: signkey.EncryptionKeyFromBytes([]byte(keyText)),
	})
	if err == nil || leaks(fmt.Sprintf("%v %+v %#v", err, err, err)) {
		t.Error("an error quotes a key, or there is none")
	}
	encryptor := newEncryptor(t, keyOptions(secret))
	for name, encrypt := range encryptions {
		_, err := encrypt(encryptor, []byte(`{"encrypted":"`+keyText+`"`))
		if err == nil || leaks(fmt.Sprintf("%v %+v %#v", err, err, err)) {
			t.Errorf("%s: an error quotes a value, or there is none", name)
		}
	}
}
