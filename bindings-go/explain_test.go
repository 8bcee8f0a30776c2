package signkey_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestATextThatIsNoKeyIsExplained(t *testing.T) {
	fault := signkey.Diagnose("signkey-test-1234\u200b" + keyText)
	if fault == nil {
		t.Fatal("a key")
	}
	position, ok := fault.Position()
	if fault.Cause() != "invisible_character" || !strings.HasPrefix(fault.Character(), "zero-width space") ||
		position != 18 || !ok || fault.Hint() == "" || !errors.Is(fault.Err(), signkey.ErrNonHexKey) {
		t.Errorf("%+v", fault)
	}
	if !strings.Contains(fault.String(), "in front of character 18") {
		t.Error(fault)
	}
	quoted := signkey.Diagnose("'" + key + "'")
	if _, ok := quoted.Position(); quoted.Cause() != "quoted" || ok || leaks(fmt.Sprintf("%+v", quoted)) {
		t.Error(quoted)
	}
	if fault := signkey.Diagnose(key); fault != nil {
		t.Error(fault)
	}
	wantError(t, signkey.Diagnose("").Err(), signkey.ErrEmptyKey)
}

func TestARefusalHasOneCause(t *testing.T) {
	keys := []signkey.NamedKey{{Name: "INNGEST_SIGNING_KEY", Text: key}}
	staging := []signkey.NamedKey{{Name: "staging", Text: other}}
	for name, test := range map[string]struct {
		evidence   signkey.Evidence
		want       error
		cause, key string
	}{
		"verified":          {signkey.Evidence{Keys: keys, Header: signed("{}"), Body: []byte("{}")}, nil, "", ""},
		"trailing newline":  {signkey.Evidence{Keys: keys, Header: signed("a"), Body: []byte("a\n")}, signkey.ErrSignatureMismatch, "trailing_newline", "INNGEST_SIGNING_KEY"},
		"other environment": {signkey.Evidence{Keys: staging, Others: keys, Header: signed("{}"), Body: []byte("{}")}, signkey.ErrSignatureMismatch, "other_environment", "INNGEST_SIGNING_KEY"},
		"no header":         {signkey.Evidence{Keys: keys, Header: http.Header{}, Body: []byte("{}")}, signkey.ErrMissingSignature, "no_header", ""},
		"no key":            {signkey.Evidence{Header: signed("{}"), Body: []byte("{}")}, signkey.ErrMissingSigningKey, "no_key", ""},
		"response":          {signkey.Evidence{IsResponse: true, Keys: keys, Header: signed(`{"a":1}`), Body: []byte(`{ "a":1}`)}, signkey.ErrSignatureMismatch, "signed_as_request", "INNGEST_SIGNING_KEY"},
	} {
		t.Run(name, func(t *testing.T) {
			explanation, err := signkey.Explain(test.evidence, now)
			if err != nil {
				t.Fatal(err)
			}
			if !errors.Is(explanation.Err(), test.want) || explanation.Cause() != test.cause ||
				explanation.Key() != test.key || (explanation.Hint() != "") != (test.want != nil) {
				t.Errorf("%v\n%s", explanation, explanation.JSON())
			}
			report, err := json.Marshal(explanation)
			if err != nil || !json.Valid(explanation.JSON()) {
				t.Error(err)
			}
			if leaks(string(report)) || leaks(explanation.String()) || leaks(fmt.Sprintf("%+v", test.evidence)) {
				t.Errorf("a secret in %s", report)
			}
		})
	}
	_, err := signkey.Explain(signkey.Evidence{Keys: []signkey.NamedKey{{Name: "\xff", Text: key}}})
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = signkey.Explain(signkey.Evidence{}, signkey.WithWindow(-1, 0))
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestALossyNumberHasAPosition(t *testing.T) {
	const body = `{"id":12345678901234567890}`
	evidence := signkey.Evidence{
		Keys: []signkey.NamedKey{{Name: "key", Text: key}}, Header: signed(`{"id":12345678901234567000}`), Body: []byte(body),
	}
	explanation, err := signkey.Explain(evidence, now)
	if err != nil {
		t.Fatal(err)
	}
	if position, ok := explanation.Position(); position != 6 || !ok || explanation.Cause() != "canonical_lossy" {
		t.Error(position, ok, explanation)
	}
}

func TestARotationHasANextStep(t *testing.T) {
	facts := map[string]any{
		"current": "6e0c6ba3ca84", "next": "e4bf4a2e7f55", "server": "current", "now": signedAt,
		"apps": []any{map[string]any{
			"name": "shop", "probes": []any{map[string]any{"primary": "6e0c6ba3ca84", "fallback": nil}}}},
	}
	document, err := json.Marshal(facts)
	if err != nil {
		t.Fatal(err)
	}
	for _, facts := range []any{facts, document, json.RawMessage(document)} {
		step, err := signkey.NextStep(facts)
		if err != nil || step.Action != "add_fallback" || len(step.Apps) != 1 || step.Apps[0] != "shop" ||
			step.WaitSeconds != nil || step.HasDowntime || step.IsDone {
			t.Errorf("%+v, %v", step, err)
		}
		if want := (signkey.RotationKeys{Primary: "current", Fallback: "next"}); step.Keys == nil || *step.Keys != want ||
			step.Message == "" || step.Reason == "" {
			t.Errorf("%+v", step)
		}
		if !strings.Contains(step.String(), "shop") || !json.Valid(step.JSON()) {
			t.Error(step)
		}
	}
	facts["apps"] = 7
	_, err = signkey.NextStep(facts)
	var wrong *signkey.Error
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	setting, _ := wrong.Setting()
	if setting != "apps" || !strings.HasPrefix(wrong.Message(), "apps: ") {
		t.Error(setting, wrong)
	}
	_, err = signkey.NextStep([]byte("{"))
	wantError(t, err, signkey.ErrInvalidJSON)
	if _, err = signkey.NextStep(func() {}); err == nil {
		t.Error("a function is no document")
	}
}

func TestAnIntrospectionIsRead(t *testing.T) {
	found, err := signkey.ReadIntrospection([]byte(`{"signing_key_hash":"` + strings.Repeat("ab", 32) + `"}`))
	if err != nil || !strings.Contains(string(found), `"primary":"abababababab"`) {
		t.Errorf("%s, %v", found, err)
	}
	_, err = signkey.ReadIntrospection([]byte("[]"))
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestAHintLooksAtSettingAndDetail(t *testing.T) {
	config := newConfig(t, signkey.ConfigOptions{}, map[string]string{"INNGEST_DEV": "maybe"})
	_, err := config.Mode()
	var wrong *signkey.Error
	if !errors.As(err, &wrong) || !strings.Contains(wrong.Hint(), "INNGEST_DEV") {
		t.Error(err)
	}
	_, err = newKeyring(t, key).VerifyRequest(
		[]byte("{}"), header(signature(keyText, []byte("{}"), 1000*signedAt)), now)
	if !errors.As(err, &wrong) || !strings.Contains(wrong.Hint(), "milliseconds") {
		t.Error(err)
	}
	if wrong.Docs() != "docs/errors.md#not_yet_valid" || signkey.ErrNotYetValid.Hint() == wrong.Hint() {
		t.Error(wrong.Docs(), wrong.Hint())
	}
}

func TestAnExplanationSaysWhatIsWrongWithAKey(t *testing.T) {
	explain := func(keys ...signkey.NamedKey) *signkey.Explanation {
		t.Helper()
		explanation, err := signkey.Explain(signkey.Evidence{Keys: keys, Header: signed("{}"), Body: []byte("{}")}, now)
		if err != nil {
			t.Fatal(err)
		}
		var report struct {
			Docs string `json:"docs"`
		}
		if err := json.Unmarshal(explanation.JSON(), &report); err != nil || report.Docs != explanation.Docs() {
			t.Error(report, explanation.Docs(), err)
		}
		return explanation
	}
	broken := signkey.NamedKey{Name: "key", Text: "signkey-test-1234\u200b" + keyText}
	blank := signkey.NamedKey{Name: "key", Text: " "}
	good := signkey.NamedKey{Name: "key", Text: key}
	explanation := explain(good, blank, broken)
	fault := explanation.KeyFault()
	if fault == nil || explanation.Cause() != "key_fault" || explanation.Docs() == "" {
		t.Fatal(explanation)
	}
	if want := signkey.Diagnose(broken.Text); *fault != *want || fault.Hint() != explanation.Hint() {
		t.Error(fault)
	}
	for _, explanation := range []*signkey.Explanation{
		explain(good), explain(), explain(signkey.NamedKey{Name: "key", Text: other}),
	} {
		if fault := explanation.KeyFault(); fault != nil {
			t.Error(fault)
		}
	}
}
