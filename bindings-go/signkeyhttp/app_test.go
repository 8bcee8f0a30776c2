package signkeyhttp_test

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

// newApp serves an app: calls of its functions, and what the platform has to know of them.
func newApp(config *signkey.Config, functions []byte, calls http.Handler) (http.Handler, error) {
	endpoint, err := config.Endpoint(signkey.AllowUnsigned("GET"))
	if err != nil {
		return nil, err
	}
	auth, err := config.APIAuth()
	if err != nil {
		return nil, err
	}
	app := signkey.App{ID: "shop", SDK: "example:v1.2.3", Language: "go", Framework: "net/http", Functions: 1}

	sync := func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			signkeyhttp.Refuse(w, err)
			return
		}
		handshake, err := signkey.NewHandshake(config, auth, app, endpoint, r, body)
		if err != nil {
			signkeyhttp.Refuse(w, err)
			return
		}
		defer handshake.Close()
		response, err := signkeyhttp.Sync(r.Context(), nil, handshake, functions)
		if err != nil {
			signkeyhttp.Refuse(w, err)
			return
		}
		_ = response.Send(w)
	}
	introspect := func(w http.ResponseWriter, r *http.Request) {
		answer, err := config.Introspect(app, endpoint, r, nil)
		if err != nil {
			signkeyhttp.Refuse(w, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}

	protect := signkeyhttp.Middleware(nil, &signkeyhttp.Options{Endpoint: endpoint, SignResponses: true})
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /api/inngest", sync)
	mux.HandleFunc("GET /api/inngest", introspect)
	mux.Handle("/api/inngest", protect(calls))
	return mux, nil
}

// TestReadme holds the example of README.md against the app of these tests.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("app_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(source), "// newApp")
	example, _, ok := strings.Cut(example, "\n}\n")
	if !ok || !strings.Contains(string(readme), "```go\n// newApp"+example+"\n}\n```\n") {
		t.Error("README.md shows another app than this file")
	}
}
