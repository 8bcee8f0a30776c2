package signkey

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// NamedKey is the text of a key as it was set, and what to call it, such as the name of its variable. What is
// printed of it is the name.
type NamedKey struct {
	Name, Text string
}

// String is the name.
func (k NamedKey) String() string {
	return "NamedKey(" + k.Name + ")"
}

// Format writes String for every verb of package fmt.
func (k NamedKey) Format(f fmt.State, _ rune) {
	write(f, k.String())
}

// MarshalText is String, for JSON and for logs.
func (k NamedKey) MarshalText() ([]byte, error) {
	return []byte(k.String()), nil
}

// GobEncode refuses: what it would write holds a secret.
func (k NamedKey) GobEncode() ([]byte, error) {
	return nil, errSecret
}

// Evidence is a message, and what it is verified with.
type Evidence struct {
	// IsResponse says that the message is verified as a response; else it is a request.
	IsResponse bool
	// Keys verify it, in order. Blank ones are dropped.
	Keys []NamedKey
	// Others are secrets that may have signed it by mistake: keys of other environments, old keys, the event
	// key. A message is never taken for verified because of them.
	Others []NamedKey
	// Header has the message's headers as they came, the signature under [HeaderName] in any case.
	Header http.Header
	// Body is the body as it came.
	Body []byte
}

// Explain verifies a message and, if it is refused, looks for the one thing that would explain it. That
// takes up to some hundred times as long as verifying: use it in tools, not for every refused request. It
// takes the options of [Keyring.VerifyRequest].
//
// Errors: [ErrInvalidArgument] for names that are not UTF-8, and for an option that makes no sense.
func Explain(evidence Evidence, opts ...VerifyOption) (*Explanation, error) {
	options, err := verifyOptions(opts)
	if err != nil {
		return nil, err
	}
	asked := ffi.Evidence{
		Kind:        ffi.MessageRequest,
		Keys:        fieldsOf(evidence.Keys),
		Others:      fieldsOf(evidence.Others),
		Headers:     valuesOf(evidence.Header, HeaderName),
		Body:        evidence.Body,
		Now:         options.Now,
		Past:        options.Past,
		Future:      options.Future,
		MaxJSONSize: options.MaxJSONSize,
	}
	if evidence.IsResponse {
		asked.Kind = ffi.MessageResponse
	}
	if asked.MaxJSONSize == 0 {
		asked.MaxJSONSize = ffi.DefaultVerifyJSONSize
	}
	found, failure := ffi.Explain(&asked)
	if failure.Failed() {
		return nil, asError(failure)
	}
	return &Explanation{found, keyFault(evidence.Keys, &found)}, nil
}

// keyFault is what is wrong with the key that the cause is about, nil if nothing is.
func keyFault(keys []NamedKey, found *ffi.Explanation) *KeyFault {
	for _, key := range keys {
		if found.Key == "" || key.Name != found.Key {
			continue
		}
		// Two keys may have one name: the verdict is about this one.
		fault := Diagnose(key.Text)
		if fault != nil && fault.fault.Status == found.Status && fault.fault.Position == found.Position {
			return fault
		}
	}
	return nil
}

func fieldsOf(keys []NamedKey) []ffi.Field {
	fields := make([]ffi.Field, len(keys))
	for i, key := range keys {
		fields[i] = ffi.Field{Name: key.Name, Value: key.Text}
	}
	return fields
}

// Explanation is the verdict on a message, and what explains it. It holds neither a key nor a MAC, but says
// more than the sender may know.
type Explanation struct {
	found ffi.Explanation
	fault *KeyFault
}

// Err is the verdict, nil for a message that is verified.
func (e *Explanation) Err() error {
	return asError(ffi.Failure{Status: e.found.Status})
}

// Cause is the short name of the one thing that explains a refusal, which all languages share, such as
// "trailing_newline"; empty if the message is verified.
func (e *Explanation) Cause() string {
	return e.found.Cause
}

// Key is the name of the key that the cause is about, empty if it is about none.
func (e *Explanation) Key() string {
	return e.found.Key
}

// Position is where to look: in a lossy body the byte, from 0; in a key the character, from 1.
func (e *Explanation) Position() (position uint64, ok bool) {
	return e.found.Position, e.found.HasPosition
}

// Hint is what to do: a sentence without a final stop, empty if there is nothing to do.
func (e *Explanation) Hint() string {
	return e.found.Hint
}

// KeyFault is what is wrong with [Explanation.Key], if that is the cause; else nil.
func (e *Explanation) KeyFault() *KeyFault {
	return e.fault
}

// Docs is where the documentation says more, as [Error.Docs]; empty if the message is verified.
func (e *Explanation) Docs() string {
	if e.found.Status == 0 {
		return ""
	}
	return ffi.StatusDocs(e.found.Status)
}

// MarshalJSON is the report as a JSON object.
func (e *Explanation) MarshalJSON() ([]byte, error) {
	return e.JSON(), nil
}

// JSON is the report as a JSON object, as the library wrote it.
func (e *Explanation) JSON() json.RawMessage {
	return slices.Clone(e.found.JSON)
}

// String is the report as a text of some lines, for people.
func (e *Explanation) String() string {
	return string(e.found.Text)
}
