package main

import (
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

func init() {
	maps.Copy(requests, map[string]request{
		"encrypt":           {4, encrypt((*signkey.Encryptor).EncryptValue, withoutField)},
		"decrypt":           {3, decrypt((*signkey.Encryptor).DecryptValue, withoutField)},
		"encrypt_event":     {5, encrypt((*signkey.Encryptor).EncryptEventData, withField)},
		"decrypt_event":     {4, decrypt((*signkey.Encryptor).DecryptEventData, withField)},
		"encrypt_error":     {4, encrypt((*signkey.Encryptor).EncryptError, withoutField)},
		"decrypt_error":     {3, decrypt((*signkey.Encryptor).DecryptError, withoutField)},
		"decrypt_lifecycle": {4, decrypt((*signkey.Encryptor).DecryptLifecycleData, withField)},
	})
}

// Whether a request names the event field.
const (
	withField    = true
	withoutField = false
)

type encryption = func(*signkey.Encryptor, json.RawMessage, ...signkey.EncryptOption) (json.RawMessage, error)

func encrypt(call encryption, hasField bool) func(*fields) ([]string, error) {
	return func(f *fields) ([]string, error) {
		options, nonce, plain := f.encryptor(hasField), f.nonce(), f.bytes()
		return withEncryptor(f, options, func(encryptor *signkey.Encryptor) (json.RawMessage, error) {
			return call(encryptor, plain, nonce...)
		})
	}
}

type decryption = func(*signkey.Encryptor, json.RawMessage) (json.RawMessage, bool, error)

func decrypt(call decryption, hasField bool) func(*fields) ([]string, error) {
	return func(f *fields) ([]string, error) {
		options, encrypted := f.encryptor(hasField), f.bytes()
		return withEncryptor(f, options, func(encryptor *signkey.Encryptor) (json.RawMessage, error) {
			plain, _, err := call(encryptor, encrypted)
			return plain, err
		})
	}
}

// withEncryptor answers with a document that an encryptor makes.
func withEncryptor(
	f *fields, options signkey.EncryptorOptions, make func(*signkey.Encryptor) (json.RawMessage, error),
) ([]string, error) {
	if f.err != nil {
		return nil, f.err
	}
	encryptor, err := signkey.NewEncryptor(options)
	if err != nil {
		return nil, err
	}
	defer encryptor.Close()
	made, err := make(encryptor)
	return []string{hex.EncodeToString(made)}, err
}

// encryptor reads keys, options, and the event field if the request has it.
func (f *fields) encryptor(hasField bool) signkey.EncryptorOptions {
	keys, words := f.next(), []string{}
	if list := f.next(); list != "-" {
		words = strings.Split(list, ",")
	}
	var options signkey.EncryptorOptions
	for _, word := range words {
		switch word {
		case "raw_keys":
		case "decrypt_only":
			options.DecryptOnly = true
		case "require_encrypted":
			options.RequireEncrypted = true
		case "legacy_aes":
			options.LegacyAES = true
		default:
			f.invalid()
		}
	}
	isRaw := slices.Contains(words, "raw_keys")
	list := strings.Split(keys, ",")
	options.Primary = f.encryptionKey(list[0], isRaw)
	for _, fallback := range list[1:] {
		options.Fallbacks = append(options.Fallbacks, f.encryptionKey(fallback, isRaw))
	}
	if hasField {
		if field := f.next(); field != "-" {
			name := string(f.decode(field))
			options.EventField = &name
		}
	}
	return options
}

// encryptionKey reads a key, "-" for an absent one.
func (f *fields) encryptionKey(field string, isRaw bool) signkey.EncryptionKey {
	if field == "-" {
		return signkey.EncryptionKey{}
	}
	key := f.decode(field)
	if isRaw {
		return signkey.EncryptionKeyFromBytes(key)
	}
	return signkey.EncryptionKeyFromText(string(key))
}

// nonce reads a nonce, "-" for a random one.
func (f *fields) nonce() []signkey.EncryptOption {
	field := f.next()
	if field == "-" {
		return nil
	}
	nonce := f.decode(field)
	if len(nonce) != signkey.NonceSize {
		f.invalid()
		return nil
	}
	return []signkey.EncryptOption{signkey.WithNonce([signkey.NonceSize]byte(nonce))}
}
