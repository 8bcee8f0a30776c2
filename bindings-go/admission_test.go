package signkey_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestAVerifiedRequestHasItsProof(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, other, key))
	admission := endpoint.Admit("POST", signed("body"))
	if admission.Step() != signkey.StepReadBody || admission.AtMost() != 16<<20 {
		t.Fatal(admission.Step(), admission.AtMost())
	}
	_, err := admission.Caller()
	wantError(t, err, signkey.ErrInvalidArgument)
	if err := admission.ReceiveBody([]byte("body"), signkey.FramingDeclared(4), now); err != nil {
		t.Fatal(err)
	}
	caller, err := admission.Caller()
	verified, ok := caller.(signkey.Verified)
	if err != nil || !ok || verified.KeyIndex != 1 || verified.Age != 42*time.Second ||
		verified.Form != signkey.FormRaw || verified.KeyID != newKeyring(t, key).KeyIDs()[0] {
		t.Errorf("%#v, %v", caller, err)
	}
	if again, ok := admission.Verified(); again != verified || !ok {
		t.Error(again, ok)
	}
	if refusal, isRefused := admission.Refusal(); isRefused {
		t.Error(refusal)
	}
	wantError(t, admission.ReceiveBody(nil, signkey.Framing{}, now), signkey.ErrFinished)
	wantError(t, admission.NoBody(signkey.BodyAborted), signkey.ErrFinished)
	if admission.Step() != signkey.StepAdmit {
		t.Error("a verdict that was given is taken back")
	}
}

func TestAnUnverifiedRequestHasItsReason(t *testing.T) {
	keyring := newKeyring(t, key)
	unsigned := []signkey.EndpointOption{
		signkey.WithUnsignedMethods("GET"), nil, signkey.WithUnsignedMethods("HEAD", "X"), signkey.WithUnsignedSync(),
	}
	for _, test := range []struct {
		endpoint *signkey.Endpoint
		method   string
		header   http.Header
		want     signkey.UnverifiedReason
		name     string
	}{
		{newEndpoint(t, signkey.ModeDev, keyring), "POST", nil, signkey.ReasonDev, "dev"},
		{newEndpoint(t, signkey.ModeDev, nil), "POST", signed("body"), signkey.ReasonDevWithoutKey, "dev_without_key"},
		{newEndpoint(t, signkey.ModeCloud, keyring, unsigned...), "GET", nil, signkey.ReasonUnsignedMethod, "unsigned_method"},
		{newEndpoint(t, signkey.ModeCloud, keyring, unsigned...), "PUT", nil, signkey.ReasonUnsignedSync, "unsigned_sync"},
	} {
		admission := test.endpoint.Admit(test.method, test.header)
		caller, err := admission.Caller()
		if caller != (signkey.Unverified{Reason: test.want}) || err != nil || admission.Step() != signkey.StepAdmit {
			t.Errorf("%v, %v, want %v", caller, err, test.want)
		}
		if verified, ok := admission.Verified(); ok {
			t.Error(verified)
		}
		encoded, err := json.Marshal(caller)
		if fmt.Sprint(test.want) != test.name || string(encoded) != `{"Reason":"`+test.name+`"}` {
			t.Error(test.want, string(encoded), err)
		}
	}
}

func TestTheHeadDecidesWhatNoBodyCanChange(t *testing.T) {
	keyring := newKeyring(t, key)
	_, broken := signkey.NewKeyring("test")
	cloud := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithMaxBodySize(10))
	noKey := newEndpoint(t, signkey.ModeCloud, nil, signkey.WithKeyringError(broken))
	long := signed("body")
	long.Set("Content-Length", "11")
	for name, test := range map[string]struct {
		endpoint *signkey.Endpoint
		header   http.Header
		want     *signkey.Error
	}{
		"unsigned":   {cloud, nil, signkey.ErrMissingSignature},
		"malformed":  {cloud, header("t=1"), signkey.ErrMalformedSignature},
		"empty":      {cloud, header(""), signkey.ErrMalformedSignature},
		"too large":  {cloud, long, signkey.ErrBodyTooLarge},
		"broken key": {noKey, signed("body"), signkey.ErrNonHexKey},
	} {
		t.Run(name, func(t *testing.T) {
			admission := test.endpoint.Admit("POST", test.header)
			_, err := admission.Caller()
			wantError(t, err, test.want)
			if admission.Step() != signkey.StepRefuse {
				t.Error(admission.Step())
			}
		})
	}
}

func TestFramingIsPartOfTheVerdict(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	declared := func(body string) http.Header {
		header := signed(body)
		header.Set("Content-Length", "4")
		return header
	}
	for name, test := range map[string]struct {
		header  http.Header
		body    string
		framing signkey.Framing
		want    *signkey.Error
	}{
		"declared, all there":          {signed("body"), "body", signkey.FramingDeclared(4), nil},
		"declared, some missing":       {signed("body"), "body", signkey.FramingDeclared(5), signkey.ErrBodyUnavailable},
		"ended, nothing there":         {signed(""), "", signkey.FramingEnded(), nil},
		"unknown, nothing there":       {signed(""), "", signkey.Framing{}, signkey.ErrBodyUnavailable},
		"unknown, something there":     {signed("body"), "body", signkey.Framing{}, nil},
		"by the head, all there":       {declared("body"), "body", signkey.FramingHead(), nil},
		"by the head, nothing there":   {declared(""), "", signkey.FramingHead(), signkey.ErrBodyUnavailable},
		"by the head, nothing claimed": {signed(""), "", signkey.FramingHead(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			admission := endpoint.Admit("POST", test.header)
			if err := admission.ReceiveBody([]byte(test.body), test.framing, now); err != nil {
				t.Fatal(err)
			}
			if _, err := admission.Caller(); test.want != nil {
				wantError(t, err, test.want)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestABodyThatIsNotThereIsRefused(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	for reason, want := range map[signkey.NoBody]*signkey.Error{
		signkey.BodyTooLarge: signkey.ErrBodyTooLarge,
		signkey.BodyParsed:   signkey.ErrBodyUnavailable,
		signkey.BodyUnframed: signkey.ErrBodyUnavailable,
		signkey.BodyAborted:  signkey.ErrBodyIncomplete,
	} {
		admission := endpoint.Admit("POST", signed("body"))
		if err := admission.NoBody(reason); err != nil {
			t.Error(err)
		}
		_, err := admission.Caller()
		wantError(t, err, want)
	}
	admission := endpoint.Admit("POST", signed("body"))
	wantError(t, admission.NoBody(9), signkey.ErrInvalidArgument)
	if admission.Step() != signkey.StepReadBody {
		t.Error("an error of the caller decides")
	}
}

func TestAClockThatMakesNoSenseJudgesNothing(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	for _, opt := range []signkey.VerifyOption{
		signkey.WithNow(time.Unix(-1, 0)), signkey.WithWindow(time.Hour, 0), signkey.WithMaxJSONSize(1),
	} {
		admission := endpoint.Admit("POST", signed("body"))
		wantError(t, admission.ReceiveBody([]byte("body"), signkey.FramingEnded(), opt), signkey.ErrInvalidArgument)
		if admission.Step() != signkey.StepReadBody {
			t.Error(admission.Step())
		}
		whole := endpoint.AdmitWhole("POST", signed("body"), []byte("body"), opt)
		_, err := whole.Caller()
		wantError(t, err, signkey.ErrInvalidArgument)
	}
}

func TestWarningsSayWhatContradictsTheMode(t *testing.T) {
	cloud, dev := newEndpoint(t, signkey.ModeCloud, nil), newEndpoint(t, signkey.ModeDev, nil)
	kind := func(values ...string) http.Header { return http.Header{"X-Inngest-Server-Kind": values} }
	for _, test := range []struct {
		endpoint *signkey.Endpoint
		header   http.Header
		want     signkey.Warning
		code     string
	}{
		{cloud, kind("dev"), signkey.WarningDevServerInCloudMode, "dev_server_in_cloud_mode"},
		{dev, kind("cloud"), signkey.WarningCloudServerInDevMode, "cloud_server_in_dev_mode"},
		{cloud, kind("cloud"), 0, ""},
		{dev, kind("dev"), 0, ""},
		{cloud, kind("dev", "dev"), 0, ""},
		{cloud, nil, 0, ""},
	} {
		admission := test.endpoint.Admit("POST", test.header)
		warning, ok := admission.Warning()
		if warning != test.want || ok != (test.want != 0) {
			t.Error(test.header, warning, ok)
		}
		text, err := warning.MarshalText()
		if ok && (warning.Code() != test.code || string(text) != test.code || err != nil || warning.String() == "") {
			t.Error(warning.Code(), warning, string(text))
		}
	}
}

func TestAnAdmissionThatNoEndpointBeganIsRefused(t *testing.T) {
	var admission signkey.Admission
	_, err := admission.Caller()
	wantError(t, err, signkey.ErrInvalidArgument)
	refusal, isRefused := admission.Refusal()
	if admission.Step() != signkey.StepRefuse || !isRefused || refusal.Status != 500 {
		t.Error(admission.Step(), refusal)
	}
	wantError(t, admission.ReceiveBody(nil, signkey.FramingEnded()), signkey.ErrFinished)
	_, err = admission.Response(200, nil)
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = admission.Sign(nil)
	wantError(t, err, signkey.ErrInvalidArgument)
	if admission.SignsResponse() {
		t.Error("it signs")
	}
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
	_, err = config.Registration(app, &admission, "")
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = config.Introspect(app, &admission)
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestACopyOfAnAdmissionGoesItsOwnWay(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	original := endpoint.Admit("POST", signed("body"))
	copied := original
	if err := copied.NoBody(signkey.BodyAborted); err != nil {
		t.Fatal(err)
	}
	if err := original.ReceiveBody([]byte("body"), signkey.FramingEnded(), now); err != nil {
		t.Fatal(err)
	}
	if _, ok := original.Verified(); !ok || copied.Step() != signkey.StepRefuse {
		t.Error("two admissions share a verdict")
	}
}

func TestAnAdmissionServesAllGoroutines(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key), signkey.WithSignedResponses())
	verified := endpoint.AdmitWhole("POST", signed("body"), []byte("body"), now)
	refused := endpoint.Admit("POST", nil)
	together(func(int) {
		for range rounds / 20 {
			if _, err := verified.Caller(); err != nil {
				t.Error(err)
			}
			if step, err := verified.Response(200, nil); err != nil || step.Kind != signkey.ResponseHold {
				t.Error(step, err)
			}
			if got, err := verified.Sign(nil, signkey.WithUnixTimestamp(signedAt)); err != nil || got != bodySignature("") {
				t.Error(got, err)
			}
			_, err := refused.Caller()
			wantError(t, err, signkey.ErrMissingSignature)
			if refusal, ok := refused.Refusal(); !ok || refusal.Status != 401 {
				t.Error(refusal)
			}
		}
	})
}
