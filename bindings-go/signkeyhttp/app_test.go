package signkeyhttp_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

// newApp serves an app: calls of its functions, and what the platform has to know of them.
func newApp(config *signkey.Config, functions []byte, calls http.Handler) (http.Handler, error) {
	endpoint, err := config.Endpoint(signkey.WithUnsignedMethods("GET"), signkey.WithSignedResponses())
	if err != nil {
		return nil, err
	}
	app := signkey.App{ID: "shop", SDK: "example:v1.2.3", Language: "go", Framework: "net/http", Functions: 1}

	sync := func(w http.ResponseWriter, r *http.Request) {
		admission, _ := signkeyhttp.AdmissionFromContext(r.Context())
		registration, err := config.Registration(app, admission, r.URL.RawQuery)
		if err != nil {
			_ = endpoint.Refuse(err).Send(w, r)
			return
		}
		defer registration.Close()
		response, err := signkeyhttp.Register(r.Context(), nil, registration, functions)
		if err != nil {
			_ = endpoint.Refuse(err).Send(w, r)
			return
		}
		_ = response.Send(w)
	}
	introspect := func(w http.ResponseWriter, r *http.Request) {
		admission, _ := signkeyhttp.AdmissionFromContext(r.Context())
		answer, err := config.Introspect(app, admission)
		if err != nil {
			_ = endpoint.Refuse(err).Send(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}

	protect := signkeyhttp.Middleware(endpoint, nil)
	mux := http.NewServeMux()
	mux.Handle("PUT /api/inngest", protect(http.HandlerFunc(sync)))
	mux.Handle("GET /api/inngest", protect(http.HandlerFunc(introspect)))
	mux.Handle("/api/inngest", protect(calls))
	return mux, nil
}

func TestTheReadmeShowsTheAppOfTheseTests(t *testing.T) {
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
