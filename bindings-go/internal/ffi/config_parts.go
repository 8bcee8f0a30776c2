//go:build cgo

package ffi

/*
#cgo nocallback signkey_config_keyring
#cgo nocallback signkey_config_endpoint
#cgo nocallback signkey_config_api_auth
#cgo noescape signkey_config_serve_url
#cgo nocallback signkey_config_serve_url
#cgo nocallback signkey_config_introspect
#include "signkey.h"
*/
import "C"

// KeyringOf makes a keyring of the keys of a configuration.
func KeyringOf(config *Config) (*Keyring, Failure) {
	var keyring *C.signkey_keyring
	failure := noFailure()
	C.signkey_config_keyring(config.c(), &keyring, &failure)
	return (*Keyring)(keyring), failureOf(failure)
}

// EndpointOf makes the endpoint of a configuration, whose mode is its own.
func EndpointOf(config *Config, options EndpointOptions) (*Endpoint, Failure) {
	var l lender
	defer l.Unpin()
	var endpoint *C.signkey_endpoint
	failure := noFailure()
	C.signkey_config_endpoint(config.c(), options.lend(&l), &endpoint, &failure)
	return (*Endpoint)(endpoint), failureOf(failure)
}

// APIAuthOf authenticates calls to the API of a configuration.
func APIAuthOf(config *Config) (*APIAuth, Failure) {
	var auth *C.signkey_api_auth
	failure := noFailure()
	C.signkey_config_api_auth(config.c(), &auth, &failure)
	return (*APIAuth)(auth), failureOf(failure)
}

// ServeURL makes the URL to report to the platform of that of a request.
func ServeURL(config *Config, url string) (string, Failure) {
	data, size := lendText(url)
	var out C.signkey_buffer
	failure := noFailure()
	C.signkey_config_serve_url(config.c(), data, size, &out, &failure)
	return string(take(&out)), failureOf(failure)
}

// App is what an SDK says of itself and of its app.
type App struct {
	ID, SDK, Language, Framework string
	Functions                    uint64
	TrustProbe, Connect          bool
}

func (a *App) lend(l *lender) *C.signkey_app {
	lent := &C.signkey_app{
		size:      C.sizeof_signkey_app,
		id:        l.text(a.ID),
		sdk:       l.text(a.SDK),
		language:  l.text(a.Language),
		framework: l.text(a.Framework),
		functions: C.uint64_t(a.Functions),
	}
	if a.TrustProbe {
		lent.flags |= C.SIGNKEY_APP_TRUST_PROBE
	}
	if a.Connect {
		lent.flags |= C.SIGNKEY_APP_CONNECT
	}
	return lent
}

// Introspect writes what an endpoint says of itself to whoever sent a request, as JSON.
func Introspect(
	config *Config, app App, endpoint *Endpoint, request Request, now uint64,
) ([]byte, Failure) {
	var l lender
	defer l.Unpin()
	var out C.signkey_buffer
	failure := noFailure()
	C.signkey_config_introspect(config.c(), app.lend(&l), endpoint.c(), request.lend(&l),
		C.uint64_t(now), &out, &failure)
	return take(&out), failureOf(failure)
}
