package signkey

import (
	"encoding/json"
	"slices"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// RotationStep is the next step of a rotation, and why it is.
type RotationStep struct {
	// Action is what to do, by the name that all languages share, such as "add_fallback".
	Action string `json:"action"`
	// Message is what to do, and Reason is why: sentences without a final stop.
	Message string `json:"message"`
	Reason  string `json:"reason"`
	// Apps are the names of the apps that it is about.
	Apps []string `json:"apps"`
	// Keys are the keys that these apps are to have, nil if none are to be set.
	Keys *RotationKeys `json:"keys"`
	// WaitSeconds is for how long to wait, nil if there is nothing to wait for.
	WaitSeconds *uint64 `json:"wait_seconds"`
	// HasDowntime says that requests are refused while the step is taken.
	HasDowntime bool `json:"has_downtime"`
	// IsDone says that no step is left.
	IsDone bool `json:"is_done"`

	document []byte
	text     string
}

// RotationKeys are the keys of an app, each "current" or "next".
type RotationKeys struct {
	Primary string `json:"primary"`
	// Fallback is empty if there is to be none.
	Fallback string `json:"fallback"`
}

// NextStep says which step of a rotation is next. Nothing is kept: asked again with the same facts, it says
// the same step. The facts are what apps and server said, as docs/rotation.md describes them: a JSON
// document, in a []byte or a [json.RawMessage], or what package encoding/json makes one of.
//
// Errors: [ErrInvalidArgument] for facts that are not complete, with the name of the member as the setting;
// [ErrInvalidJSON] and others for what is no JSON; those of package encoding/json.
func NextStep(facts any) (step RotationStep, err error) {
	document, err := documentOf(facts)
	if err != nil {
		return step, err
	}
	written, text, failure := ffi.RotationStep(document)
	if failure.Failed() {
		return step, asError(failure)
	}
	err = json.Unmarshal(written, &step)
	step.document, step.text = written, string(text)
	return step, err
}

func documentOf(facts any) ([]byte, error) {
	switch facts := facts.(type) {
	case []byte:
		return facts, nil
	case json.RawMessage:
		return facts, nil
	default:
		return json.Marshal(facts)
	}
}

// JSON is the step as a JSON object, as the library wrote it.
func (s RotationStep) JSON() json.RawMessage {
	return slices.Clone(s.document)
}

// String is the step in a sentence or two.
func (s RotationStep) String() string {
	return s.text
}

// ReadIntrospection reads what an app answers to a signed GET, as far as a rotation needs it (SDK
// specification, section 4.5), and returns it as a JSON object. Of its keys the ids are kept: some SDKs show
// the whole hash, which is the API token.
//
// Errors: [ErrInvalidArgument] for another document than an object, [ErrInvalidJSON] and others for what is
// no JSON.
func ReadIntrospection(body []byte) (json.RawMessage, error) {
	found, failure := ffi.ReadIntrospection(body)
	return found, asError(failure)
}
