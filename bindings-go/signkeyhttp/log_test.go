package signkeyhttp_test

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

// logged is what slog writes while a request is served without hooks.
func logged(t *testing.T, endpoint *signkey.Endpoint, level slog.Level, request signkeytest.Request) string {
	t.Helper()
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: level})))
	defer slog.SetDefault(before)
	r := request.HTTP("POST", "/")
	r.Header.Set("X-Inngest-Server-Kind", "dev")
	signkeyhttp.Middleware(endpoint, nil)(write("answer")).ServeHTTP(httptest.NewRecorder(), r)
	return log.String()
}

func TestTheLogWarnsOfFaultsAndIsSilentAboutTheRest(t *testing.T) {
	kit := signkeytest.New(t, time.Now())
	keyless := newEndpoint(t, signkey.ModeCloud, nil)
	cloud := newEndpoint(t, signkey.ModeCloud, kit.Keyring())
	fault := logged(t, keyless, slog.LevelInfo, kit.Signed(nil))
	if !strings.Contains(fault, "level=WARN") || !strings.Contains(fault, "missing_signing_key") {
		t.Error("the operator is not told", fault)
	}
	for name, request := range map[string]signkeytest.Request{
		"unsigned": kit.Unsigned(nil), "tampered": kit.Tampered(nil), "signed": kit.Signed(nil),
	} {
		if log := logged(t, cloud, slog.LevelInfo, request); log != "" {
			t.Error("anyone can fill the log:", name, log)
		}
	}
	log := logged(t, cloud, slog.LevelDebug, kit.Unsigned(nil))
	for _, want := range []string{
		"level=DEBUG", "missing_signature", "docs/errors.md#missing_signature", "dev_server_in_cloud_mode",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in %s", want, log)
		}
	}
}
