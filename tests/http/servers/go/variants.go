package main

import (
	"encoding/json"
	"errors"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

const (
	primary  = "signkey-test-12345678"
	fallback = "signkey-test-9abcdef0"
)

var (
	both    = signkey.ConfigOptions{Mode: signkey.ModeCloud, SigningKey: primary, SigningKeyFallback: fallback}
	keyless = signkey.ConfigOptions{Mode: signkey.ModeCloud}
	dev     = signkey.ConfigOptions{Mode: signkey.ModeDev, SigningKey: primary, SigningKeyFallback: fallback}
	devOnly = signkey.ConfigOptions{Mode: signkey.ModeDev}
	broken  = map[string]string{"INNGEST_DEV": `"0"`, "INNGEST_SIGNING_KEY": primary}

	signing = signkey.WithSignedResponses()
)

// variant is a protected route.
type variant struct {
	prefix    string
	settings  signkey.ConfigOptions
	variables map[string]string
	opts      []signkey.EndpointOption
	// What stands in front of the protection.
	front func(http.Handler) http.Handler
}

var variants = []variant{
	{prefix: "/plain", settings: both},
	{prefix: "/signing", settings: both, opts: []signkey.EndpointOption{signing}},
	{prefix: "/limited", settings: both, opts: []signkey.EndpointOption{
		signing, signkey.WithMaxBodySize(4096), signkey.WithMaxResponseSize(4096),
	}},
	{prefix: "/large", settings: both, opts: []signkey.EndpointOption{signkey.WithMaxBodySize(32 << 20)}},
	{prefix: "/open", settings: both, opts: []signkey.EndpointOption{
		signing, signkey.WithUnsignedMethods("GET"),
	}},
	{prefix: "/sync", settings: both, opts: []signkey.EndpointOption{signkey.WithUnsignedSync()}},
	{prefix: "/dev", settings: dev, opts: []signkey.EndpointOption{signing}},
	{prefix: "/devkeyless", settings: devOnly},
	{prefix: "/keyless", settings: keyless},
	{prefix: "/broken", variables: broken},
	{prefix: "/parsed", settings: both, front: parse},
	{prefix: "/replaced", settings: both, front: replace},
	{prefix: "/odd", settings: both, front: makeOdd},
}

func newApp() (http.Handler, error) {
	mux, hooks := http.NewServeMux(), newHooks()
	for _, variant := range variants {
		handler, err := variant.handler(hooks)
		if err != nil {
			return nil, err
		}
		mux.Handle(variant.prefix+"/", http.StripPrefix(variant.prefix, handler))
	}
	mux.Handle("/control/", http.StripPrefix("/control", control()))
	mux.Handle("GET /hooks", hooks)
	mux.HandleFunc("GET /start", start)
	return mux, nil
}

func (v variant) handler(hooks *hooks) (http.Handler, error) {
	config, err := signkey.NewConfig(v.settings, func(name string) (string, bool) {
		value, ok := v.variables[name]
		return value, ok
	})
	if err != nil {
		return nil, err
	}
	endpoint, err := config.Endpoint(v.opts...)
	if err != nil {
		return nil, err
	}
	options := &signkeyhttp.Options{OnRefused: hooks.refused, OnWarning: hooks.warned}
	handler := signkeyhttp.Middleware(endpoint, options)(&probe{config: config, endpoint: endpoint})
	if v.front != nil {
		handler = v.front(handler)
	}
	return handler, nil
}

// start tries to make an endpoint that is none.
func start(w http.ResponseWriter, _ *http.Request) {
	_, err := signkey.NewEndpoint(signkey.ModeCloud, nil, signkey.WithUnsignedMethods("get"))
	var code *string
	var known *signkey.Error
	if errors.As(err, &known) {
		code = new(string)
		*code = known.Code()
	}
	writeJSON(w, map[string]*string{"unsigned_methods": code})
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	// An error means that the caller is gone.
	_ = json.NewEncoder(w).Encode(value)
}
