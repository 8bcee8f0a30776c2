//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// KeyFault is why a text is no key. A Status of 0 is a key.
type KeyFault struct {
	Status                          uint32
	Cause, Character, Hint, Message string
	Position                        uint64
	HasPosition                     bool
}

// DiagnoseKey says why a text is no key. C reads the text where it is.
func DiagnoseKey(text string) (KeyFault, Failure) {
	data, size := borrowText(text)
	fault := C.signkey_key_fault{size: C.sizeof_signkey_key_fault}
	status := C.signkey_diagnose_key(data, size, &fault)
	return KeyFault{
		Status:      uint32(fault.status),
		Cause:       copied(fault.cause),
		Character:   copied(fault.character),
		Hint:        copied(fault.hint),
		Message:     C.GoString(&fault.message[0]),
		Position:    uint64(fault.position),
		HasPosition: bool(fault.has_position),
	}, statusOnly(status)
}

// The ways in which a message is verified.
const (
	MessageRequest  = C.SIGNKEY_MESSAGE_REQUEST
	MessageResponse = C.SIGNKEY_MESSAGE_RESPONSE
)

// DefaultVerifyJSONSize is the largest body whose canonical form is tried, in bytes.
const DefaultVerifyJSONSize = C.SIGNKEY_VERIFY_JSON_SIZE_DEFAULT

// Evidence is what is known of a message. Keys are their names and their texts; times are in seconds.
type Evidence struct {
	Kind                           uint32
	Keys, Others                   []Field
	Headers                        []string
	Body                           []byte
	Now, Past, Future, MaxJSONSize uint64
}

// Explanation is the verdict on a message, and what explains it. A Status of 0 is a verified one.
type Explanation struct {
	Status           uint32
	Cause, Key, Hint string
	Position         uint64
	HasPosition      bool
	JSON, Text       []byte
}

// Explain explains a message. C reads the keys where they are, so that no copy of one is left behind.
func Explain(evidence *Evidence) (Explanation, Failure) {
	var b borrower
	defer b.Unpin()
	asked := C.signkey_evidence{
		size:           C.sizeof_signkey_evidence,
		kind:           C.uint32_t(evidence.Kind),
		body:           b.slice(borrow(evidence.Body)),
		now:            C.uint64_t(evidence.Now),
		past_seconds:   C.uint64_t(evidence.Past),
		future_seconds: C.uint64_t(evidence.Future),
		max_json_size:  C.uint64_t(evidence.MaxJSONSize),
	}
	asked.keys, asked.key_count = b.fields(evidence.Keys)
	asked.others, asked.other_count = b.fields(evidence.Others)
	asked.headers, asked.header_count = b.presentTexts(evidence.Headers)
	var explanation *C.signkey_explanation
	failure := noFailure()
	C.signkey_explain(&asked, &explanation, &failure)
	if failure.status != C.SIGNKEY_OK {
		return Explanation{}, failureOf(failure)
	}
	defer C.signkey_explanation_free(explanation)
	return explanationOf(explanation)
}

func explanationOf(explanation *C.signkey_explanation) (Explanation, Failure) {
	finding := C.signkey_finding{size: C.sizeof_signkey_finding}
	var json, text C.signkey_buffer
	for _, status := range []C.signkey_status{
		C.signkey_explanation_finding(explanation, &finding),
		C.signkey_explanation_json(explanation, &json),
		C.signkey_explanation_text(explanation, &text),
	} {
		if status != C.SIGNKEY_OK {
			return Explanation{}, statusOnly(status)
		}
	}
	return Explanation{
		Status:      uint32(finding.status),
		Cause:       copied(finding.cause),
		Key:         copied(finding.key),
		Hint:        copied(finding.hint),
		Position:    uint64(finding.position),
		HasPosition: bool(finding.has_position),
		JSON:        take(&json),
		Text:        take(&text),
	}, Failure{}
}
