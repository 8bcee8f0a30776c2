package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// KeyFault is why a text is no key, so that a person finds the place. It holds nothing of the text, but for
// the name of a character that no key has.
type KeyFault struct {
	fault ffi.KeyFault
}

// Diagnose says why a text is no key, as a person would say it who sees every character: quotation marks,
// an invisible character and its place, a token in place of a key. Nil for a key.
//
//	if fault := signkey.Diagnose(text); fault != nil {
//		log.Printf("%v; %s", fault, fault.Hint())
//	}
func Diagnose(text string) *KeyFault {
	fault, failure := ffi.DiagnoseKey(text)
	switch {
	case failure.Failed():
		fault.Status, fault.Message = failure.Status, failure.Message()
	case fault.Status == 0:
		return nil
	}
	return &KeyFault{fault}
}

// Err is what [NewSigningKey] says of the text.
func (f *KeyFault) Err() *Error {
	return errorOf(ffi.Failure{Status: f.fault.Status})
}

// Cause is a short name of what was found, that all languages share: for example "quoted", and the code of
// the error if there is no more to say.
func (f *KeyFault) Cause() string {
	return f.fault.Cause
}

// Position is the number of the wrong character, from 1. Leading white space and invisible characters do
// not count. It is false if no single character is wrong.
func (f *KeyFault) Position() (position uint64, ok bool) {
	return f.fault.Position, f.fault.HasPosition
}

// Character is the name of the character to look at, empty if it has none.
func (f *KeyFault) Character() string {
	return f.fault.Character
}

// Hint is what to do about it: a sentence without a final stop.
func (f *KeyFault) Hint() string {
	return f.fault.Hint
}

// String is what is wrong: a sentence without a final stop.
func (f *KeyFault) String() string {
	return f.fault.Message
}
