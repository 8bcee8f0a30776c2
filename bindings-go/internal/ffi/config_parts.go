//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// KeyringOf makes a keyring of the keys of a configuration.
func KeyringOf(config *Config) (*Keyring, Failure) {
	var keyring *C.signkey_keyring
	failure := noFailure()
	C.signkey_config_keyring(config.c(), &keyring, &failure)
	return (*Keyring)(keyring), failureOf(failure)
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
	data, size := borrowText(url)
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

func (a *App) borrow(b *borrower) *C.signkey_app {
	borrowed := &C.signkey_app{
		size:      C.sizeof_signkey_app,
		id:        b.text(a.ID),
		sdk:       b.text(a.SDK),
		language:  b.text(a.Language),
		framework: b.text(a.Framework),
		functions: C.uint64_t(a.Functions),
	}
	if a.TrustProbe {
		borrowed.flags |= C.SIGNKEY_APP_TRUST_PROBE
	}
	if a.Connect {
		borrowed.flags |= C.SIGNKEY_APP_CONNECT
	}
	return borrowed
}

// Introspect writes what an endpoint says of itself to whoever sent a request, as JSON.
func Introspect(config *Config, app App, admission *Admission) ([]byte, Failure) {
	var b borrower
	defer b.Unpin()
	var out C.signkey_buffer
	failure := noFailure()
	C.signkey_config_introspect(
		config.c(), app.borrow(&b), &admission.admission, &out, &failure)
	return take(&out), failureOf(failure)
}
