package signkey_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

func refused(t *testing.T, endpoint *signkey.Endpoint, header http.Header) signkey.Refusal {
	t.Helper()
	admission := endpoint.Admit("POST", header)
	refusal, isRefused := admission.Refusal()
	if !isRefused {
		t.Fatal("not refused")
	}
	return refusal
}

func TestARefusalIsTheWholeAnswer(t *testing.T) {
	refusal := refused(t, newEndpoint(t, signkey.ModeCloud, newKeyring(t, key)), nil)
	var told map[string]string
	if err := json.Unmarshal(refusal.Body, &told); err != nil || len(told) != 2 || told["code"] != "missing_signature" {
		t.Error(string(refusal.Body), err)
	}
	if refusal.Status != 401 || refusal.Header.Get("Content-Type") != "application/json" ||
		refusal.Header.Get("WWW-Authenticate") != "Inngest-Signature" {
		t.Errorf("%+v", refusal)
	}
	if refusal.IsFault || refusal.IsUnread || !errors.Is(refusal.Err, signkey.ErrMissingSignature) {
		t.Errorf("%+v", refusal)
	}
}

func TestARefusalTellsTheLogMoreThanTheCaller(t *testing.T) {
	config := newConfig(t, signkey.ConfigOptions{}, map[string]string{"INNGEST_SIGNING_KEY": key + "x"})
	endpoint, err := config.Endpoint()
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	refusal := refused(t, endpoint, nil)
	if !refusal.IsFault || refusal.Status != 500 || !strings.Contains(refusal.Log, "INNGEST_SIGNING_KEY") ||
		strings.Contains(string(refusal.Body), "INNGEST") {
		t.Errorf("%+v", refusal)
	}
	if setting, ok := refusal.Err.Setting(); setting != "INNGEST_SIGNING_KEY" || !ok {
		t.Error(setting)
	}
	if message := refusal.Err.Message(); !strings.Contains(message, "INNGEST_SIGNING_KEY") {
		t.Error(message)
	}
	if signkey.ErrBodyUnavailable.Hint() == "" || signkey.ErrInvalidArgument.Hint() != "" {
		t.Error(signkey.ErrBodyUnavailable.Hint(), signkey.ErrInvalidArgument.Hint())
	}
}

func TestAnUnreadBodyEndsAConnectionOfHTTP1Alone(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	refusal := refused(t, endpoint, http.Header{"Content-Length": {"4"}})
	if !refusal.IsUnread {
		t.Fatalf("%+v", refusal)
	}
	for major, want := range map[int]string{1: "close", 2: "", 3: ""} {
		r := httptest.NewRequest("POST", "/", nil)
		r.ProtoMajor = major
		got := httptest.NewRecorder()
		if err := refusal.Send(got, r); err != nil {
			t.Error(err)
		}
		if got.Code != 401 || got.Header().Get("Connection") != want || got.Body.String() != string(refusal.Body) {
			t.Error(major, got.Code, got.Header(), got.Body)
		}
	}
}

func TestErrorsBehindTheAdmissionAreRefusedAlike(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	_, expired := newKeyring(t, key).VerifyRequest(nil, signed(""), signkey.WithUnixNow(signedAt+400))
	for _, test := range []struct {
		err    error
		status int
		code   string
	}{
		{signkey.ErrMethodNotAllowed, 405, "method_not_allowed"},
		{signkey.ErrResponseUnsignable, 500, "response_unsignable"},
		{expired, 401, "expired"},
		{errors.New("foreign"), 500, "internal"},
	} {
		refusal := endpoint.Refuse(test.err)
		if refusal.Status != test.status || !strings.Contains(string(refusal.Body), `"`+test.code+`"`) || refusal.IsUnread {
			t.Errorf("%v is answered with %+v", test.err, refusal)
		}
		if refusal.Err.Code() != test.code || !strings.HasPrefix(refusal.Log, test.code) {
			t.Error(refusal.Err, refusal.Log)
		}
	}
	if refusal := endpoint.Refuse(signkey.ErrMethodNotAllowed); refusal.Header.Get("Allow") != "PUT" {
		t.Error(refusal.Header)
	}
}
