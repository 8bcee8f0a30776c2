package signkey

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Keyring makes a keyring of the signing key and its fallback, if there is one. The configuration
// may be closed before it.
//
// Errors are those of [NewKeyring]; [ErrFinished] after Close.
func (c *Config) Keyring() (*Keyring, error) {
	handle, err := c.borrow()
	if err != nil {
		return nil, err
	}
	defer c.giveBack()
	return newKeyring(ffi.KeyringOf(handle))
}

// Endpoint makes the endpoint of the app: of its mode, with its keys or why there are none, and as
// strict as its settings say. The configuration may be closed before it. Of options,
// [WithKeyringError] does nothing.
//
// Errors: [ErrInvalidArgument] for an option that makes no sense, [ErrFinished] after Close.
func (c *Config) Endpoint(opts ...EndpointOption) (*Endpoint, error) {
	settings, err := endpointOptions(0, opts)
	if err != nil {
		return nil, err
	}
	handle, err := c.borrow()
	if err != nil {
		return nil, err
	}
	defer c.giveBack()
	keyring, err := newKeyring(ffi.KeyringOf(handle))
	if errors.Is(err, ErrOutOfMemory) || errors.Is(err, ErrInternal) {
		return nil, err
	}
	endpoint, failure := ffi.EndpointOf(handle, settings.EndpointOptions)
	if failure.Failed() {
		if keyring != nil {
			_ = keyring.Close()
		}
		return nil, asError(failure)
	}
	e := &Endpoint{keyring: keyring, ownsKeyring: keyring != nil}
	e.hold(endpoint, ffi.FreeEndpoint)
	return e, nil
}

// APIAuth authenticates calls to the platform's API: not at all in dev mode without a usable key.
// The configuration may be closed before it.
//
// Errors: [ErrMalformedURL] for the URL of the API; in cloud mode those of [Config.Keyring];
// [ErrFinished] after Close.
func (c *Config) APIAuth() (*APIAuth, error) {
	handle, err := c.borrow()
	if err != nil {
		return nil, err
	}
	defer c.giveBack()
	return newAPIAuth(ffi.APIAuthOf(handle))
}

// ServeURL is the URL to report to the platform: that of a request to this app, which is absolute,
// under the origin and path that were set, without deployId in its query. Other parameters stay
// byte for byte.
//
// Errors: [ErrMalformedURL], also of the settings; [ErrInvalidArgument] for a URL that is not
// UTF-8; [ErrFinished] after Close.
func (c *Config) ServeURL(url string) (string, error) {
	handle, err := c.borrow()
	if err != nil {
		return "", err
	}
	defer c.giveBack()
	served, failure := ffi.ServeURL(handle, url)
	return served, asError(failure)
}

// Introspect is the body of the answer to a GET, in which an endpoint says what it is (SDK
// specification, section 4.5): a JSON object. The request is judged by the endpoint as
// [Endpoint.Authenticate] does; its body, if it has one, is that which was received. A valid
// signature alone brings the privileged members, and even then no more of a signing key than its
// id; a signature that is refused brings the least, and is no error.
//
// Errors: [ErrInvalidArgument] for an option that makes no sense, and for texts of the app that are
// not UTF-8; [ErrFinished] after Close, also of the endpoint.
func (c *Config) Introspect(
	app App, endpoint *Endpoint, r *http.Request, body []byte, opts ...VerifyOption,
) (json.RawMessage, error) {
	now, err := clock(opts)
	if err != nil {
		return nil, err
	}
	config, err := c.borrow()
	if err != nil {
		return nil, err
	}
	defer c.giveBack()
	judge, err := endpoint.borrow()
	if err != nil {
		return nil, err
	}
	defer endpoint.giveBack()
	described, failure := ffi.Introspect(config, ffi.App(app), judge, requestOf(r, body), now)
	return described, asError(failure)
}
