package signkey_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

func newEndpoint(
	t testing.TB, mode signkey.Mode, keyring *signkey.Keyring, opts ...signkey.EndpointOption,
) *signkey.Endpoint {
	t.Helper()
	endpoint, err := signkey.NewEndpoint(mode, keyring, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = endpoint.Close() })
	return endpoint
}

// verdict is who an endpoint says has sent a POST.
func verdict(endpoint *signkey.Endpoint, header http.Header, body string) (signkey.Caller, error) {
	admission := endpoint.AdmitWhole("POST", header, []byte(body), now)
	return admission.Caller()
}

func TestTheKeyringsErrorIsTheAnswerWhereAKeyIsNeeded(t *testing.T) {
	_, odd := signkey.NewKeyring(key + "0")
	for _, test := range []struct {
		opts []signkey.EndpointOption
		want *signkey.Error
	}{
		{nil, signkey.ErrMissingSigningKey},
		{[]signkey.EndpointOption{signkey.WithKeyringError(nil)}, signkey.ErrMissingSigningKey},
		{[]signkey.EndpointOption{signkey.WithKeyringError(odd)}, signkey.ErrOddKeyLength},
		{[]signkey.EndpointOption{signkey.WithKeyringError(fmt.Errorf("key: %w", odd))}, signkey.ErrOddKeyLength},
	} {
		_, err := verdict(newEndpoint(t, signkey.ModeCloud, nil, test.opts...), nil, "")
		wantError(t, err, test.want)
	}
	_, noHex := signkey.NewKeyring(key + "x")
	_, err := verdict(newEndpoint(t, signkey.ModeCloud, nil, signkey.WithKeyringError(noHex)), nil, "")
	wantError(t, err, signkey.ErrNonHexKey)
	var known *signkey.Error
	if !errors.As(err, &known) {
		t.Fatal(err)
	}
	if at, ok := known.Position(); !ok || at != uint64(len(key))+1 {
		t.Error("the position is lost", err)
	}
}

func TestOptionsOfAnEndpointCount(t *testing.T) {
	keyring := newKeyring(t, key)
	narrow := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithWindow(41*time.Second, 0))
	_, err := verdict(narrow, signed("body"), "body")
	wantError(t, err, signkey.ErrExpired)

	small := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithMaxBodySize(4))
	_, err = verdict(small, signed("body"), "body")
	if err != nil {
		t.Error(err)
	}
	_, err = verdict(small, signed("body!"), "body!")
	wantError(t, err, signkey.ErrBodyTooLarge)

	for size, isTried := range map[uint64]bool{0: false, 2: false, 3: true} {
		endpoint := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithMaxJSONSize(size))
		_, err := verdict(endpoint, signed("{}"), "{} ")
		if isTried != (err == nil) {
			t.Error("a limit on JSON of", size, err)
		}
	}

	if _, err := verdict(newEndpoint(t, 0, keyring), nil, ""); !errors.Is(err, signkey.ErrMissingSignature) {
		t.Error("an endpoint is in cloud mode if nothing is said", err)
	}
}

func TestAnEndpointRefusesOptionsThatMakeNoSense(t *testing.T) {
	keyring := newKeyring(t, key)
	for name, opt := range map[string]signkey.EndpointOption{
		"clock":             now,
		"window":            signkey.WithWindow(-time.Second, 0),
		"foreign error":     signkey.WithKeyringError(errors.New("foreign")),
		"method not UTF-8":  signkey.WithUnsignedMethods("\xff"),
		"lower-case method": signkey.WithUnsignedMethods("GET", "post"),
		"empty method":      signkey.WithUnsignedMethods(""),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := signkey.NewEndpoint(signkey.ModeCloud, keyring, opt)
			wantError(t, err, signkey.ErrInvalidArgument)
			config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
			_, err = config.Endpoint(opt)
			wantError(t, err, signkey.ErrInvalidArgument)
		})
	}
	_, err := signkey.NewEndpoint(3, keyring)
	wantError(t, err, signkey.ErrInvalidArgument)

	_, err = signkey.NewEndpoint(signkey.ModeCloud, keyring, signkey.WithUnsignedMethods("get"))
	var known *signkey.Error
	if !errors.As(err, &known) {
		t.Fatal(err)
	}
	if setting, ok := known.Setting(); setting != "unsigned_methods" || !ok {
		t.Error("the error names the setting", setting)
	}
	_, broken := signkey.NewKeyring("test")
	_, err = newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil).Endpoint(signkey.WithKeyringError(broken))
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestAConfigurationsEndpointHasItsModeKeysAndSwitches(t *testing.T) {
	values := map[string]string{"INNGEST_SIGNING_KEY": key, "INNGEST_ENABLE_UNAUTHED_SYNC": "1"}
	config := newConfig(t, signkey.ConfigOptions{}, values)
	endpoint, err := config.Endpoint(signkey.WithUnsignedMethods("GET"))
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	for method, want := range map[string]signkey.UnverifiedReason{
		"GET": signkey.ReasonUnsignedMethod, "PUT": signkey.ReasonUnsignedSync,
	} {
		admission := endpoint.Admit(method, nil)
		caller, err := admission.Caller()
		if caller != (signkey.Unverified{Reason: want}) {
			t.Error(method, caller, err)
		}
	}
	if caller, err := verdict(endpoint, signed("body"), "body"); err != nil {
		t.Error(caller, err)
	}
}

func TestASwitchThatSaysNothingKnownRefusesEverything(t *testing.T) {
	for _, name := range []string{"INNGEST_DEV", "INNGEST_ENABLE_UNAUTHED_SYNC"} {
		config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, map[string]string{name: `"0"`})
		endpoint, err := config.Endpoint(signkey.WithUnsignedMethods("GET"))
		if err != nil {
			t.Fatal(err)
		}
		defer endpoint.Close()
		for _, method := range []string{"GET", "PUT", "POST"} {
			admission := endpoint.AdmitWhole(method, signed("body"), []byte("body"), now)
			_, err := admission.Caller()
			wantError(t, err, signkey.ErrInvalidSetting)
			var known *signkey.Error
			if errors.As(err, &known) {
				if setting, _ := known.Setting(); setting != name {
					t.Errorf("%s is said to be %q", name, setting)
				}
			}
		}
	}
}

func TestAClosedEndpointRefusesEverything(t *testing.T) {
	keyring := newKeyring(t, key)
	endpoint := newEndpoint(t, signkey.ModeDev, keyring)
	under := endpoint.Admit("POST", signed("body"))
	admitted := endpoint.AdmitWhole("POST", signed("body"), []byte("body"), now)
	for range 2 {
		if endpoint.Close() != nil {
			t.Fatal("Close failed")
		}
	}
	_, err := verdict(endpoint, nil, "")
	wantError(t, err, signkey.ErrFinished)
	_, err = verdict(&signkey.Endpoint{}, nil, "")
	wantError(t, err, signkey.ErrFinished)
	if err := under.ReceiveBody([]byte("body"), signkey.FramingEnded(), now); err != nil {
		t.Error(err)
	}
	_, err = under.Caller()
	wantError(t, err, signkey.ErrFinished)
	refusal, isRefused := under.Refusal()
	if !isRefused || refusal.Status != 500 || !refusal.IsFault || refusal.Log == "" {
		t.Errorf("%+v, %v", refusal, isRefused)
	}
	if caller, err := admitted.Caller(); err != nil {
		t.Error("a verdict that was given is taken back", caller, err)
	}
	_, err = admitted.Response(200, nil)
	wantError(t, err, signkey.ErrFinished)
	_, err = admitted.Sign(nil)
	wantError(t, err, signkey.ErrFinished)
	if refusal := endpoint.Refuse(signkey.ErrMethodNotAllowed); refusal.Status != 405 {
		t.Errorf("%+v", refusal)
	}
	if _, err := keyring.VerifyRequest([]byte("body"), signed("body"), now); err != nil {
		t.Error("the endpoint closed the keyring", err)
	}
}

func TestAnEndpointOutlivesItsKeyring(t *testing.T) {
	keyring := newKeyring(t, key)
	endpoint := newEndpoint(t, signkey.ModeCloud, keyring)
	_ = keyring.Close()
	if caller, err := verdict(endpoint, signed("body"), "body"); err != nil {
		t.Error(caller, err)
	}
	_, err := signkey.NewEndpoint(signkey.ModeDev, keyring)
	wantError(t, err, signkey.ErrFinished)
}
