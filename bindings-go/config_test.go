package signkey_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// variables looks names up in a map.
func variables(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}
}

func newConfig(t testing.TB, options signkey.ConfigOptions, values map[string]string) *signkey.Config {
	t.Helper()
	config, err := signkey.NewConfig(options, variables(values))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = config.Close() })
	return config
}

func wantText(t *testing.T, want string) func(string, error) {
	t.Helper()
	return func(got string, err error) {
		t.Helper()
		if got != want || err != nil {
			t.Errorf("got %q and %v, want %q", got, err, want)
		}
	}
}

func TestWithoutSettingsTheDefaultsCount(t *testing.T) {
	config, err := signkey.NewConfig(signkey.ConfigOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer config.Close()
	mode, modeErr := config.Mode()
	allows, allowsErr := config.AllowsInBandSync()
	if mode != signkey.ModeCloud || modeErr != nil || config.ModeSource() != "default" ||
		config.EnvironmentSource() != "" || !allows || allowsErr != nil {
		t.Error(config)
	}
	wantText(t, "https://api.inngest.com")(config.APIOrigin())
	wantText(t, "https://inn.gs")(config.EventAPIOrigin())
	wantText(t, "")(config.Environment())
	wantText(t, "")(config.Platform())
	wantText(t, "")(config.ServeOrigin())
	wantText(t, "")(config.ServePath())
	_, err = config.Keyring()
	wantError(t, err, signkey.ErrMissingSigningKey)
	_, err = config.APIAuth()
	wantError(t, err, signkey.ErrMissingSigningKey)
	want := []signkey.Problem{{
		Code: "missing_signing_key", Severity: signkey.SeverityError, Setting: "INNGEST_SIGNING_KEY",
		Message: "INNGEST_SIGNING_KEY: no signing key is set, so every request is refused",
	}}
	if !slices.Equal(config.Check(), want) || config.Check()[0].String() != want[0].Message {
		t.Errorf("%#v", config.Check())
	}
}

// Every option has a value of its own.
func TestOptionsGoBeforeVariables(t *testing.T) {
	options := signkey.ConfigOptions{
		Mode: signkey.ModeDev, DevServerURL: "http://dev.example:1", APIBaseURL: "http://api.example:2",
		EventAPIBaseURL: "http://events.example:3", SigningKey: key, SigningKeyFallback: other,
		EventKey: "event-key", Environment: "feature", Platform: "render",
		ServeOrigin: "https://app.example", ServePath: "/serve",
	}
	config := newConfig(t, options, map[string]string{"INNGEST_DEV": "0", "INNGEST_ENV": "unseen"})
	mode, err := config.Mode()
	if mode != signkey.ModeDev || err != nil || config.ModeSource() != "mode" || config.EnvironmentSource() != "environment" {
		t.Error(config)
	}
	wantText(t, "http://api.example:2")(config.APIOrigin())
	wantText(t, "http://events.example:3")(config.EventAPIOrigin())
	wantText(t, "feature")(config.Environment())
	wantText(t, "render")(config.Platform())
	wantText(t, "https://app.example")(config.ServeOrigin())
	wantText(t, "/serve")(config.ServePath())
	wantText(t, "https://app.example/serve?a=1")(config.ServeURL("http://10.0.0.1/x?deployId=2&a=1"))
	keyring, err := config.Keyring()
	if err != nil {
		t.Fatal(err)
	}
	defer keyring.Close()
	if ids := keyring.KeyIDs(); !slices.Equal(ids, newKeyring(t, key, other).KeyIDs()) {
		t.Error(ids)
	}
	var description map[string]any
	if err := json.Unmarshal(config.Describe(), &description); err != nil || description["has_event_key"] != true {
		t.Error(description, err)
	}

	options.APIBaseURL, options.EventAPIBaseURL = "", ""
	wantText(t, "http://dev.example:1")(newConfig(t, options, nil).APIOrigin())
	options.BaseURL = "http://base.example"
	wantText(t, "http://base.example")(newConfig(t, options, nil).EventAPIOrigin())
}

func TestTheEnvironmentIsRead(t *testing.T) {
	for _, name := range signkey.ConfigVariables() {
		t.Setenv(name, "")
	}
	t.Setenv("INNGEST_SIGNING_KEY", key)
	t.Setenv("INNGEST_ENV", "from-env")
	config, err := signkey.ConfigFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	defer config.Close()
	wantText(t, "from-env")(config.Environment())
	if config.EnvironmentSource() != "INNGEST_ENV" || len(config.Check()) != 0 {
		t.Error(config)
	}
	explicit, err := signkey.ConfigFromEnv(signkey.ConfigOptions{Environment: "explicit"})
	if err != nil {
		t.Fatal(err)
	}
	defer explicit.Close()
	wantText(t, "explicit")(explicit.Environment())
	_, err = signkey.ConfigFromEnv(signkey.ConfigOptions{}, signkey.ConfigOptions{})
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestVariablesThatSignkeyReadsAloneAreAskedFor(t *testing.T) {
	var asked []string
	config, err := signkey.NewConfig(signkey.ConfigOptions{}, func(name string) (string, bool) {
		asked = append(asked, name)
		return "", false
	})
	if err != nil {
		t.Fatal(err)
	}
	defer config.Close()
	if !slices.Equal(asked, signkey.ConfigVariables()) || !slices.Contains(asked, "INNGEST_SIGNING_KEY") {
		t.Error(asked)
	}
}

func TestASettingIsAnErrorWhereItIsUsed(t *testing.T) {
	for name, options := range map[string]signkey.ConfigOptions{
		"mode": {Mode: 3}, "UTF-8": {Environment: "\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := signkey.NewConfig(options, nil)
			wantError(t, err, signkey.ErrInvalidArgument)
		})
	}
	// What a variable says is an error where it is used.
	config := newConfig(t, signkey.ConfigOptions{}, map[string]string{
		"INNGEST_SIGNING_KEY": "\xff" + key, "INNGEST_ENV": "\xff", "INNGEST_API_BASE_URL": "\xff",
		"INNGEST_EVENT_API_BASE_URL": "ftp://x", "INNGEST_SERVE_ORIGIN": "a b", "INNGEST_SERVE_PATH": "a b",
	})
	_, err := config.Keyring()
	wantError(t, err, signkey.ErrNonHexKey)
	_, err = config.Environment()
	wantError(t, err, signkey.ErrInvalidHeaderValue)
	for _, origin := range []func() (string, error){
		config.APIOrigin, config.EventAPIOrigin, config.ServeOrigin, config.ServePath,
	} {
		_, err := origin()
		wantError(t, err, signkey.ErrMalformedURL)
	}
	_, err = config.ServeURL("https://app.example/")
	wantError(t, err, signkey.ErrMalformedURL)
	_, err = config.APIAuth()
	wantError(t, err, signkey.ErrMalformedURL)
	var codes []string
	for _, problem := range config.Check() {
		codes = append(codes, problem.Code)
	}
	if len(codes) != 6 {
		t.Error(codes)
	}
}

func TestASwitchOfAConfigurationIsAnErrorWhereItIsUsed(t *testing.T) {
	config := newConfig(t, signkey.ConfigOptions{}, map[string]string{
		"INNGEST_DEV": "production", "INNGEST_ALLOW_IN_BAND_SYNC": "perhaps",
	})
	mode, err := config.Mode()
	wantError(t, err, signkey.ErrInvalidSetting)
	if mode != 0 {
		t.Error(mode)
	}
	allows, err := config.AllowsInBandSync()
	wantError(t, err, signkey.ErrInvalidSetting)
	if allows {
		t.Error("what cannot be read is allowed")
	}
}

func TestWhatWasMadeOfAConfigurationOutlivesIt(t *testing.T) {
	config := newConfig(t, signkey.ConfigOptions{SigningKey: key}, nil)
	keyring, err := config.Keyring()
	if err != nil {
		t.Fatal(err)
	}
	defer keyring.Close()
	endpoint, err := config.Endpoint()
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	described := config.String()
	for range 2 {
		if config.Close() != nil {
			t.Fatal("Close failed")
		}
	}
	_, keyringErr := config.Keyring()
	_, endpointErr := config.Endpoint()
	_, authErr := config.APIAuth()
	_, urlErr := config.ServeURL("https://app.example")
	admission := endpoint.AdmitWhole("PUT", signed(""), nil, now)
	_, introspectErr := config.Introspect(app, &admission)
	for _, err := range []error{keyringErr, endpointErr, authErr, urlErr, introspectErr} {
		wantError(t, err, signkey.ErrFinished)
	}
	if mode, err := config.Mode(); config.String() != described || mode != signkey.ModeCloud || err != nil {
		t.Error("what it says of the settings is gone")
	}
	// What was made of it lives on.
	if _, err := keyring.VerifyRequest([]byte("body"), signed("body"), now); err != nil {
		t.Error(err)
	}
	if _, err := verdict(endpoint, signed("body"), "body"); err != nil {
		t.Error(err)
	}
}

func TestAConfigurationShowsNoSecrets(t *testing.T) {
	options := signkey.ConfigOptions{Mode: signkey.ModeDev, SigningKey: key, EventKey: keyText, Environment: "feature"}
	config := newConfig(t, options, map[string]string{"INNGEST_SIGNING_KEY_FALLBACK": other})
	id := newKeyring(t, key).KeyIDs()[0]
	for _, text := range renderings(t, config) {
		if leaks(text) || !strings.Contains(text, id) || !strings.Contains(text, "feature") {
			t.Error("a configuration shows as", text)
		}
	}
	for _, shown := range []any{options, &options, struct{ Options signkey.ConfigOptions }{options}} {
		for _, text := range renderings(t, shown) {
			if leaks(text) || !strings.Contains(text, "ConfigOptions(Mode SigningKey EventKey Environment)") {
				t.Error("options show as", text)
			}
		}
	}
	encoded, err := json.Marshal(config)
	if err != nil || string(encoded) != string(config.Describe()) {
		t.Errorf("%s, %v", encoded, err)
	}
	config.Describe()[0] = 'x'
	if !json.Valid(config.Describe()) {
		t.Error("a caller changed the description")
	}
	for _, text := range renderings(t, &signkey.Config{}) {
		if leaks(text) {
			t.Error(text)
		}
	}
	if fmt.Sprint(signkey.ModeCloud, signkey.ModeDev, signkey.Mode(9)) != "cloud dev unknown" {
		t.Error(signkey.ModeCloud, signkey.ModeDev, signkey.Mode(9))
	}
}
