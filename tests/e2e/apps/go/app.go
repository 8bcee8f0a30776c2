package main

import (
	"encoding/json"
	"net/http"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

const path = "/api/inngest"

var about = signkey.App{
	ID: "go", SDK: "signkey-go:v0.1.0", Language: "go", Framework: "net/http", Functions: 1,
}

// app is what runs behind the middleware: every request that gets here was signed by the platform, but for
// GET, which anyone may send.
type app struct {
	config   *signkey.Config
	endpoint *signkey.Endpoint
	origin   string
	client   *http.Client
}

func newApp(config *signkey.Config) (http.Handler, error) {
	guard, err := signkey.NewReplayGuard(10_000)
	if err != nil {
		return nil, err
	}
	endpoint, err := config.Endpoint(
		signkey.WithUnsignedMethods(http.MethodGet), signkey.WithSignedResponses(), signkey.WithReplayGuard(guard))
	if err != nil {
		return nil, err
	}
	auth, err := config.APIAuth()
	if err != nil {
		return nil, err
	}
	origin, err := config.APIOrigin()
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &signkeyhttp.Transport{Auth: auth}, Timeout: 10 * time.Second}
	a := &app{config: config, endpoint: endpoint, origin: origin, client: client}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+path, a.introspect)
	mux.HandleFunc("PUT "+path, a.sync)
	mux.HandleFunc("POST "+path, a.call)
	return signkeyhttp.Middleware(endpoint, nil)(mux), nil
}

// introspect says what the app is, and more of it to those who signed.
func (a *app) introspect(w http.ResponseWriter, r *http.Request) {
	introspection, err := a.introspection(r)
	if err != nil {
		_ = a.endpoint.Refuse(err).Send(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	// An error means that the caller is gone.
	_, _ = w.Write(introspection)
}

func (a *app) introspection(r *http.Request) (json.RawMessage, error) {
	admission, _ := signkeyhttp.AdmissionFromContext(r.Context())
	return a.config.Introspect(about, admission)
}

// sync registers with the platform, or tells it the functions in the response.
func (a *app) sync(w http.ResponseWriter, r *http.Request) {
	response, err := a.register(r)
	if err != nil {
		_ = a.endpoint.Refuse(err).Send(w, r)
		return
	}
	_ = response.Send(w)
}

func (a *app) register(r *http.Request) (response signkey.SyncResponse, err error) {
	admission, _ := signkeyhttp.AdmissionFromContext(r.Context())
	registration, err := a.config.Registration(about, admission, r.URL.RawQuery)
	if err != nil {
		return response, err
	}
	defer registration.Close()
	url, err := a.config.ServeURL("http://" + r.Host + r.URL.RequestURI())
	if err != nil {
		return response, err
	}
	configuration := outOfBand(url)
	if registration.IsInBand() {
		introspection, err := a.introspection(r)
		if err != nil {
			return response, err
		}
		configuration = inBand(url, introspection)
	}
	content, err := json.Marshal(configuration)
	if err != nil {
		return response, err
	}
	return signkeyhttp.Register(r.Context(), a.client, registration, content)
}

// call runs the function.
func (a *app) call(w http.ResponseWriter, r *http.Request) {
	status, result := double(r.Body, func(path string) (int, error) {
		response, err := a.client.Get(a.origin + path)
		if err != nil {
			return 0, err
		}
		return response.StatusCode, response.Body.Close()
	})
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Inngest-Sdk", about.SDK)
	w.Header().Set("X-Inngest-Req-Version", "2")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(result)
}
