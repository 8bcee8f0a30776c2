package signkey_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestAnswersThatAreKnownComeOut(t *testing.T) {
	encryptor := newEncryptor(t, keyOptions(secret))
	for name, test := range map[string]struct{ plain, encrypted string }{
		"value": {`{"a":1}`, sealed},
		"event": {`{"id":7, "encrypted":{"a":1}}`, `{"id":7, "encrypted":` + sealed + `}`},
		"error": {`{"a":1}`, sealedError},
	} {
		t.Run(name, func(t *testing.T) {
			encrypted, err := encryptions[name](encryptor, json.RawMessage(test.plain), nonce)
			if string(encrypted) != test.encrypted || err != nil {
				t.Errorf("got %s, %v, want %s", encrypted, err, test.encrypted)
			}
			wantPlain(t, test.plain, true)(decryptions[name](encryptor, encrypted))
		})
	}
	lifecycle := `{"error":` + sealedError + `,"event":{"data":{"x":` + sealed + `}},"events":[],"result":null}`
	wantPlain(t, `{"error":{"a":1},"event":{"data":{"x":{"a":1}}},"events":[],"result":null}`, true)(
		encryptor.DecryptLifecycleData(json.RawMessage(lifecycle)))
}

// TestDocumentsAreBytesOrRawMessages compiles with either type, and an envelope stays JSON within JSON.
func TestDocumentsAreBytesOrRawMessages(t *testing.T) {
	encryptor := newEncryptor(t, keyOptions(secret))
	var encrypted []byte
	encrypted, err := encryptor.EncryptValue([]byte(` {"a":1} `), nonce)
	if err != nil {
		t.Fatal(err)
	}
	wantPlain(t, `{"a":1}`, true)(encryptor.DecryptValue(encrypted))
	output, err := encryptor.EncryptValue(json.RawMessage(`{"a":1}`), nonce)
	if err != nil {
		t.Fatal(err)
	}
	step, err := json.Marshal(map[string]any{"data": output})
	if string(step) != `{"data":`+sealed+`}` || err != nil {
		t.Errorf("got %s, %v", step, err)
	}
}

func TestAnEncryptionKeyThatIsNoneSaysWhy(t *testing.T) {
	raw := signkey.EncryptionKeyFromBytes
	text := signkey.EncryptionKeyFromText
	for name, test := range map[string]struct {
		key  signkey.EncryptionKey
		want *signkey.Error
	}{
		"empty":     {text(""), signkey.ErrEmptyEncryptionKey},
		"blank":     {text(" \t\u2003\ufeff"), signkey.ErrEmptyEncryptionKey},
		"not UTF-8": {text("secret\xff"), signkey.ErrInvalidArgument},
		"nil":       {raw(nil), signkey.ErrEmptyEncryptionKey},
		"no bytes":  {raw([]byte{}), signkey.ErrEmptyEncryptionKey},
		"31 bytes":  {raw(make([]byte, 31)), signkey.ErrInvalidEncryptionKeyLength},
		"33 bytes":  {raw(make([]byte, 33)), signkey.ErrInvalidEncryptionKeyLength},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := signkey.NewEncryptor(signkey.EncryptorOptions{Primary: test.key})
			wantError(t, err, test.want)
			options := keyOptions(secret, otherSecret)
			options.Fallbacks = append(options.Fallbacks, test.key)
			_, err = signkey.NewEncryptor(options)
			wantError(t, err, test.want)
		})
	}
}

func TestNoFallbackBecomesThePrimary(t *testing.T) {
	options := keyOptions(secret, secret)
	options.Primary = signkey.EncryptionKey{}
	_, err := signkey.NewEncryptor(options)
	wantError(t, err, signkey.ErrMissingEncryptionKey)
	_, err = signkey.NewEncryptor(signkey.EncryptorOptions{})
	wantError(t, err, signkey.ErrMissingEncryptionKey)
	_, err = signkey.NewEncryptor(signkey.EncryptorOptions{DecryptOnly: true})
	wantError(t, err, signkey.ErrMissingEncryptionKey)

	options.DecryptOnly = true
	encryptor := newEncryptor(t, options)
	wantPlain(t, `{"a":1}`, true)(encryptor.DecryptValue([]byte(sealed)))
}

func TestATextAndItsHashAreOneKey(t *testing.T) {
	// BLAKE2b-256 of the secret, as the shared vectors have it from Python.
	hashed := []byte("\x85\xed\xa9\x4c\x78\x0c\xb0\x21\x06\x78\x30\x37\xe6\x23\x3c\xdf" +
		"\x78\x66\x29\x22\x03\x0a\x3c\x55\xd4\x77\x43\x38\x82\x05\x2a\xfe")
	for name, key := range map[string]signkey.EncryptionKey{
		"text":    signkey.EncryptionKeyFromText(secret),
		"trimmed": signkey.EncryptionKeyFromText("\ufeff\u00a0 " + secret + "\u2028\r\n"),
		"raw":     signkey.EncryptionKeyFromBytes(hashed),
	} {
		t.Run(name, func(t *testing.T) {
			encryptor := newEncryptor(t, signkey.EncryptorOptions{Primary: key})
			wantPlain(t, `{"a":1}`, true)(encryptor.DecryptValue([]byte(sealed)))
		})
	}
	encryptor := newEncryptor(t, signkey.EncryptorOptions{Primary: signkey.EncryptionKeyFromBytes(hashed)})
	clear(hashed)
	wantPlain(t, `{"a":1}`, true)(encryptor.DecryptValue([]byte(sealed)))
}

// TestThereMayBeAnyNumberOfKeys has the last of many open what was written.
func TestThereMayBeAnyNumberOfKeys(t *testing.T) {
	fallbacks := slices.Repeat([]string{otherSecret}, 100)
	options := keyOptions(otherSecret, append(fallbacks, secret)...)
	options.Fallbacks = slices.Insert(options.Fallbacks, 1, signkey.EncryptionKey{})
	wantPlain(t, `{"a":1}`, true)(newEncryptor(t, options).DecryptValue([]byte(sealed)))
}

func TestOptionsOfAnEncryptorCount(t *testing.T) {
	value, event := json.RawMessage(` 1`), json.RawMessage(`{"other":1,"encrypted":2}`)

	options := keyOptions(secret)
	options.DecryptOnly = true
	for name, encrypt := range encryptions {
		plain, err := encrypt(newEncryptor(t, options), event)
		if string(plain) != string(event) || err != nil {
			t.Errorf("decrypt only, %s: got %s, %v", name, plain, err)
		}
	}

	lax := newEncryptor(t, keyOptions(secret))
	wantPlain(t, ` 1`, false)(lax.DecryptValue(value))
	options = keyOptions(secret)
	options.RequireEncrypted = true
	strict := newEncryptor(t, options)
	wantRefused(t, signkey.ErrEncryptionRequired)(strict.DecryptValue(value))
	wantRefused(t, signkey.ErrEncryptionRequired)(strict.DecryptEventData(event))
	wantRefused(t, signkey.ErrEncryptionRequired)(strict.DecryptLifecycleData([]byte(`{"result":1}`)))
	wantPlain(t, `{"message":"timed out"}`, false)(strict.DecryptError([]byte(`{"message":"timed out"}`)))

	for _, field := range []string{"other", ""} {
		options = keyOptions(secret)
		options.EventField = &field
		encrypted, err := newEncryptor(t, options).EncryptEventData([]byte(`{"`+field+`":{"a":1},"encrypted":2}`), nonce)
		if string(encrypted) != `{"`+field+`":`+sealed+`,"encrypted":2}` || err != nil {
			t.Errorf("field %q: got %s, %v", field, encrypted, err)
		}
	}
	broken := "other\xff"
	options.EventField = &broken
	_, err := signkey.NewEncryptor(options)
	wantError(t, err, signkey.ErrInvalidArgument)

	options = keyOptions("my-secret-key")
	wantRefused(t, signkey.ErrUnknownEncryptionStrategy)(newEncryptor(t, options).DecryptValue([]byte(legacy)))
	options.LegacyAES = true
	wantPlain(t, `{"phone":"867-5309"}`, true)(newEncryptor(t, options).DecryptValue([]byte(legacy)))
}

func TestADocumentThatIsNoneSaysWhy(t *testing.T) {
	encryptor := newEncryptor(t, keyOptions(secret))
	for name, test := range map[string]struct {
		document string
		want     *signkey.Error
	}{
		"nothing":   {"", signkey.ErrInvalidJSON},
		"open":      {`{"encrypted":`, signkey.ErrInvalidJSON},
		"not UTF-8": {"\"\xff\"", signkey.ErrJSONInvalidUTF8},
		"deep":      {strings.Repeat("[", 513) + strings.Repeat("]", 513), signkey.ErrJSONTooDeep},
	} {
		t.Run(name, func(t *testing.T) {
			for _, encrypt := range encryptions {
				encrypted, err := encrypt(encryptor, json.RawMessage(test.document))
				wantError(t, err, test.want)
				if encrypted != nil {
					t.Errorf("beside the error %s", encrypted)
				}
			}
			for _, decrypt := range decryptions {
				wantRefused(t, test.want)(decrypt(encryptor, json.RawMessage(test.document)))
			}
		})
	}
	_, err := encryptor.EncryptEventData([]byte(`[]`))
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = encryptor.EncryptEventData([]byte(`{"a":1,"\u0061":2}`))
	wantError(t, err, signkey.ErrJSONDuplicateMember)
	_, err = encryptor.EncryptValue([]byte(`{"a":x}`))
	if position, ok := err.(*signkey.Error).Position(); position != 5 || !ok {
		t.Errorf("position %d, %v", position, ok)
	}
}

func TestAClosedEncryptorIsOver(t *testing.T) {
	encryptor := newEncryptor(t, keyOptions(secret))
	for range 3 {
		if err := encryptor.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, closed := range []*signkey.Encryptor{encryptor, new(signkey.Encryptor)} {
		for _, encrypt := range encryptions {
			_, err := encrypt(closed, json.RawMessage(`{}`))
			wantError(t, err, signkey.ErrFinished)
		}
		for _, decrypt := range decryptions {
			wantRefused(t, signkey.ErrFinished)(decrypt(closed, json.RawMessage(`{}`)))
		}
	}
}
