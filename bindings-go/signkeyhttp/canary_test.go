package signkeyhttp_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

const (
	canaryPrimary  = "signkey-test-c0ffee5f3a9d1b7e84c26f0d5b9a13e7c0ffee5f3a9d1b7e84c26f0d5b9a13e7"
	canaryFallback = "signkey-test-fa11bac0d4e8f2617350c9ba84de0f62fa11bac0d4e8f2617350c9ba84de0f62"
	canaryEventKey = "eventkeycanaryZxWvUtSrQpOnMlKjIhGfEdCb_0987654321-zyxwvu"
	canaryVariable = "variable-canary-7d1e5a"
	strangerKey    = "signkey-test-00112233445566778899aabbccddeeff"
)

// canaries are what must never show: of keys the digits, of tokens those behind the id.
func canaries(t *testing.T) []string {
	all := []string{canaryEventKey, canaryVariable}
	for _, key := range []string{canaryPrimary, canaryFallback} {
		digits := strings.TrimPrefix(key, "signkey-test-")
		raw, err := hex.DecodeString(digits)
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256(raw)
		all = append(all, digits[:16], digits[16:32], hex.EncodeToString(hash[6:16]), hex.EncodeToString(hash[16:]))
	}
	return all
}

// leaks finds canaries as they are, in hexadecimal, and in base64 wherever it begins.
func leaks(canaries []string, text string) bool {
	lower := strings.ToLower(text)
	for _, canary := range canaries {
		found := strings.Contains(lower, strings.ToLower(canary)) ||
			strings.Contains(lower, hex.EncodeToString([]byte(canary)))
		for shift := range 3 {
			encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat(" ", shift) + canary))
			found = found || strings.Contains(text, encoded[4:len(encoded)-4])
		}
		if found {
			return true
		}
	}
	return false
}

// The app is on real connections and gets all sorts of requests, while the platform gives back all that it
// gets.
func TestNoSecretIsAnsweredOrLogged(t *testing.T) {
	secrets := canaries(t)
	if !leaks(secrets, "x"+canaryPrimary) || !leaks(secrets, base64.StdEncoding.EncodeToString([]byte("ab"+canaryFallback))) {
		t.Fatal("this test would not see a leak")
	}
	for _, mode := range []string{"cloud", "dev"} {
		t.Run(mode, func(t *testing.T) { testNoSecret(t, mode, secrets) })
	}
}

func testNoSecret(t *testing.T, mode string, secrets []string) {
	var credentials []string
	api := newRegistry(t, func(w http.ResponseWriter, r *http.Request) {
		credentials = append(credentials, r.Header.Get("Authorization"))
		w.WriteHeader(403)
		_, _ = fmt.Fprintf(w, `{"error":"no access for %s"}`, r.Header.Get("Authorization"))
	})
	for name, value := range map[string]string{
		"INNGEST_SIGNING_KEY": canaryPrimary, "INNGEST_SIGNING_KEY_FALLBACK": canaryFallback,
		"INNGEST_EVENT_KEY": canaryEventKey, "INNGEST_API_BASE_URL": api.URL, "CANARY": canaryVariable,
		"INNGEST_DEV": map[string]string{"dev": "1"}[mode],
	} {
		t.Setenv(name, value)
	}
	config, err := signkey.ConfigFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	if found, err := config.Mode(); err != nil || found.String() != mode {
		t.Fatal(config, err)
	}
	defer config.Close()

	var logged lockedBuffer
	logger := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	before := slog.Default()
	slog.SetDefault(logger)
	defer slog.SetDefault(before)
	logger.Info("begin", "config", config, "problems", config.Check())
	app, err := newApp(config, []byte(functions), http.HandlerFunc(caller))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(app)
	server.Config.ErrorLog = log.New(&logged, "", 0)
	server.Start()
	defer server.Close()

	statuses, verified := map[int]int{}, 0
	for _, method := range []string{"GET", "PUT", "POST", "PATCH", "OPTIONS", "DELETE", "HEAD"} {
		for _, signer := range []string{"", canaryPrimary, canaryFallback, strangerKey} {
			for _, kind := range []string{"", "in_band"} {
				body := []byte(`{"event":{}}`)
				if method == "GET" || method == "HEAD" {
					body = nil
				}
				r := newRequest(t, method, server.URL+"/api/inngest", bytes.NewReader(body))
				r.Header.Set("X-Inngest-Sync-Kind", kind)
				if signer != "" {
					r.Header.Set(signkey.HeaderName, signWith(t, signer, body))
				}
				response, err := server.Client().Do(r)
				if err != nil {
					t.Fatal(err)
				}
				dump, err := httputil.DumpResponse(response, true)
				if err != nil {
					t.Fatal(err)
				}
				_ = response.Body.Close()
				if leaks(secrets, string(dump)) {
					t.Errorf("%s signed with %q: a secret in %q", method, signer, dump)
				}
				logger.Info("answer", "dump", dump, "header", response.Header)
				statuses[response.StatusCode]++
				if response.Header.Get(signkey.HeaderName) != "" {
					verified++
				}
			}
		}
	}
	if leaks(secrets, logged.String()) {
		t.Errorf("a secret in the log: %s", &logged)
	}
	// The test has seen all kinds of answers, signed ones, and the credentials where they belong.
	if statuses[200] == 0 || statuses[401] == 0 || statuses[500] == 0 || verified == 0 {
		t.Error("answers:", statuses, verified)
	}
	if !leaks(secrets, strings.Join(credentials, " ")) {
		t.Error("the platform got no credential")
	}
}

// lockedBuffer is a buffer for several goroutines.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(data []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(data)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// Each setting is broken with a secret in it.
func TestNoErrorQuotesASecret(t *testing.T) {
	secrets := canaries(t)
	var shown strings.Builder
	for _, name := range signkey.ConfigVariables() {
		for _, value := range []string{
			canaryPrimary + "x", canaryPrimary + "0", `"` + canaryPrimary + `"`, canaryEventKey, "\xff" + canaryPrimary,
			"http://" + canaryVariable + " /",
		} {
			config := newConfig(t, "https://"+canaryVariable+"?", map[string]string{name: value})
			endpoint, err := config.Endpoint()
			if err != nil {
				t.Fatal(err)
			}
			defer endpoint.Close()
			_, environmentErr := config.Environment()
			_, platformErr := config.Platform()
			_, apiErr := config.APIOrigin()
			_, keyringErr := config.Keyring()
			_, authErr := config.APIAuth()
			_, urlErr := config.ServeURL("https://" + canaryVariable + " /")
			admission := endpoint.Admit("POST", nil)
			_, refused := admission.Caller()
			refusal, _ := admission.Refusal()
			_, _ = fmt.Fprintf(&shown, "%s %s %v\n", refusal.Body, refusal.Log, admission)
			for _, err := range []error{environmentErr, platformErr, apiErr, keyringErr, authErr, urlErr, refused} {
				_, _ = fmt.Fprintf(&shown, "%v %+v %#v\n", err, err, err)
			}
			for _, problem := range config.Check() {
				_, _ = fmt.Fprintf(&shown, "%v %#v\n", problem, problem)
			}
			// The environment and the like are no secrets, and the description shows them.
			if strings.HasPrefix(name, "INNGEST_SIGNING") || name == "INNGEST_EVENT_KEY" {
				_, _ = io.WriteString(&shown, config.String())
			}
		}
	}
	if leaks(secrets, shown.String()) {
		t.Error("a secret in", shown.String())
	}
	for _, code := range []string{"malformed_url", "non_hex_key", "odd_key_length", "quoted_value"} {
		if !strings.Contains(shown.String(), code) {
			t.Error("nothing shows", code)
		}
	}
}
