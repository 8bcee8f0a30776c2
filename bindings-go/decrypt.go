package signkey

import (
	"encoding/json"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// DecryptValue decrypts the output of a step or of a function. A value without the marker
// "__ENCRYPTED__":true is plaintext: it is returned as it is, or refused by an encryptor that
// requires encryption.
//
// It says whether the value was encrypted, and authentic. If not, nothing is known about where it
// comes from.
//
// Errors: [ErrJSONInvalidUTF8], [ErrInvalidJSON] or [ErrJSONTooDeep] (over 512 open containers);
// [ErrEncryptionRequired] for plaintext that must not be; [ErrJSONDuplicateMember],
// [ErrUnknownEncryptionStrategy] or [ErrMalformedEnvelope] if it is not the envelope that it says
// it is; [ErrDecryptionFailed] if no key opens it or it was changed; [ErrMalformedPlaintext] if
// what it holds is not the JSON that belongs there; [ErrOutOfMemory]; [ErrFinished] after Close.
func (e *Encryptor) DecryptValue(value json.RawMessage) (plain json.RawMessage, wasEncrypted bool, err error) {
	return e.decrypt(ffi.DecryptValue, value)
}

// DecryptEventData decrypts event data, a JSON object or null for none: every field that is an
// envelope, whatever its name; or data that is an envelope as a whole, as older writers made it,
// whose members that the platform put beside the envelope stay. What was decrypted is not decrypted
// again.
//
// It says whether any of it was encrypted, and authentic. An encryptor that requires encryption
// refuses plaintext in the encrypted field; there need not be such a field.
//
// Errors are those of [Encryptor.DecryptValue], and [ErrInvalidArgument] for a document that is
// neither an object nor null.
func (e *Encryptor) DecryptEventData(data json.RawMessage) (plain json.RawMessage, wasEncrypted bool, err error) {
	return e.decrypt(ffi.DecryptEventData, data)
}

// DecryptLifecycleData decrypts the data of an event that the platform sends when a run ends, such
// as inngest/function.failed and inngest/function.finished: error, result, and the data of event
// and of each of events.
//
// It says whether any of it was encrypted, and authentic. An encryptor that requires encryption
// refuses a result in plaintext, unless it is null or beside an error. Errors are those of
// [Encryptor.DecryptEventData].
func (e *Encryptor) DecryptLifecycleData(data json.RawMessage) (plain json.RawMessage, wasEncrypted bool, err error) {
	return e.decrypt(ffi.DecryptLifecycleData, data)
}

// DecryptError decrypts an error whose message is an envelope into the error that it was.
//
// It says whether the error was encrypted, and authentic. Any other error is plaintext, and
// returned as it is even by an encryptor that requires encryption: time-outs and crashes are the
// platform's own errors, and it has no key. Errors are those of [Encryptor.DecryptValue], without
// [ErrEncryptionRequired].
func (e *Encryptor) DecryptError(failure json.RawMessage) (plain json.RawMessage, wasEncrypted bool, err error) {
	return e.decrypt(ffi.DecryptError, failure)
}

type decryption func(*ffi.Encryptor, []byte) ([]byte, bool, ffi.Failure)

func (e *Encryptor) decrypt(decrypt decryption, encrypted []byte) (json.RawMessage, bool, error) {
	handle, err := e.borrow()
	if err != nil {
		return nil, false, err
	}
	defer e.giveBack()
	plain, wasEncrypted, failure := decrypt(handle, encrypted)
	return plain, wasEncrypted, asError(failure)
}
