package main

import (
	"encoding/json"
	"io"
	"net/http"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

const (
	path    = "/api/inngest"
	maxSync = 1 << 20
)

var about = signkey.App{
	ID: "go", SDK: "signkey-go:v0.1.0", Language: "go", Framework: "net/http", Functions: 1,
}

// app is what runs behind the middleware: every request that gets here was signed by the platform, but for
// GET, which anyone may send.
type app struct {
	config   *signkey.Config
	endpoint *signkey.Endpoint
	auth     *signkey.APIAuth
	origin   string
	client   *http.Client
}

func newApp(config *signkey.Config) (http.Handler, error) {
	endpoint, err := config.Endpoint(signkey.AllowUnsigned(http.MethodGet))
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
	a := &app{config: config, endpoint: endpoint, auth: auth, origin: origin, client: client}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+path, a.introspect)
	mux.HandleFunc("PUT "+path, a.sync)
	mux.HandleFunc("POST "+path, a.call)
	protect := signkeyhttp.Middleware(nil, &signkeyhttp.Options{Endpoint: endpoint, SignResponses: true})
	return protect(mux), nil
}

// introspect says what the app is, and more of it to those who signed.
func (a *app) introspect(w http.ResponseWriter, r *http.Request) {
	introspection, err := a.config.Introspect(about, a.endpoint, r, nil)
	if err != nil {
		signkeyhttp.Refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	// An error means that the caller is gone.
	_, _ = w.Write(introspection)
}

// sync registers with the platform, or tells it the functions in the response.
func (a *app) sync(w http.ResponseWriter, r *http.Request) {
	response, err := a.handshake(w, r)
	if err != nil {
		signkeyhttp.Refuse(w, err)
		return
	}
	_ = response.Send(w)
}

func (a *app) handshake(w http.ResponseWriter, r *http.Request) (response signkey.SyncResponse, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSync))
	if err != nil {
		return response, err
	}
	handshake, err := signkey.NewHandshake(a.config, a.auth, about, a.endpoint, r, body)
	if err != nil {
		return response, err
	}
	defer handshake.Close()
	url, err := a.config.ServeURL("http://" + r.Host + r.URL.RequestURI())
	if err != nil {
		return response, err
	}
	configuration := registration(url)
	if handshake.IsInBand() {
		inspection, err := a.config.Introspect(about, a.endpoint, r, body)
		if err != nil {
			return response, err
		}
		configuration = inBand(url, inspection)
	}
	content, err := json.Marshal(configuration)
	if err != nil {
		return response, err
	}
	return signkeyhttp.Sync(r.Context(), a.client, handshake, content)
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
