package signkey

import (
	"encoding/json"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// NonceSize is the size of the nonce of an encryption, in bytes.
const NonceSize = ffi.NonceSize

// EncryptOption changes one setting of an encryption. Of two that set the same, the later one
// counts.
type EncryptOption struct {
	nonce *ffi.Nonce
}

// WithNonce sets the nonce, for tests with known answers. The default is a random one from the
// operating system, and nothing else is safe in production.
//
// Never use a nonce again: two messages under one key and one nonce betray each other, and let
// anyone forge more.
func WithNonce(nonce [NonceSize]byte) EncryptOption {
	return EncryptOption{nonce: (*ffi.Nonce)(&nonce)}
}

// EncryptValue encrypts the output of a step or of a function: any JSON value, null included. A
// value that looks like an envelope is encrypted like any other. The outcome is a JSON document,
// too.
//
// Errors: [ErrJSONInvalidUTF8], [ErrInvalidJSON] or [ErrJSONTooDeep] (over 512 open containers);
// [ErrRandomSourceFailed] if the operating system has no random bytes to give; [ErrOutOfMemory];
// [ErrFinished] after Close.
func (e *Encryptor) EncryptValue(value json.RawMessage, opts ...EncryptOption) (json.RawMessage, error) {
	return e.encrypt(ffi.EncryptValue, value, opts)
}

// EncryptEventData encrypts the encrypted field of event data, or of the data of an invocation,
// whatever the field holds. The data is a JSON object, or null for none. The rest of it is kept
// byte for byte, and stays readable for the platform's routing; data without the field is returned
// as it is.
//
// Errors are those of [Encryptor.EncryptValue], and [ErrInvalidArgument] for a document that is
// neither an object nor null, [ErrJSONDuplicateMember] for an object that holds a name twice.
func (e *Encryptor) EncryptEventData(data json.RawMessage, opts ...EncryptOption) (json.RawMessage, error) {
	return e.encrypt(ffi.EncryptEventData, data, opts)
}

// EncryptError encrypts the error of a step or of a function: a JSON object with name, message,
// stack and whatever else, or any other JSON value. The outcome is an error too, for the platform
// to store and to show, whose message is the envelope:
//
//	{"name":"EncryptedError","message":"<envelope>"}
//
// Nothing of the original stays readable. Errors are those of [Encryptor.EncryptValue].
func (e *Encryptor) EncryptError(failure json.RawMessage, opts ...EncryptOption) (json.RawMessage, error) {
	return e.encrypt(ffi.EncryptError, failure, opts)
}

type encryption func(*ffi.Encryptor, []byte, *ffi.Nonce) ([]byte, ffi.Failure)

func (e *Encryptor) encrypt(encrypt encryption, plain []byte, opts []EncryptOption) (json.RawMessage, error) {
	var nonce *ffi.Nonce
	for _, opt := range opts {
		if opt.nonce != nil {
			nonce = opt.nonce
		}
	}
	handle, err := e.borrow()
	if err != nil {
		return nil, err
	}
	defer e.giveBack()
	encrypted, failure := encrypt(handle, plain, nonce)
	return encrypted, asError(failure)
}
