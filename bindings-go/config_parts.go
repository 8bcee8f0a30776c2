package signkey

import (
	"encoding/json"

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
// strict as its settings say. If the mode or another switch is an error, it refuses every request with
// that. The configuration may be closed before it.
//
// Errors: [ErrInvalidArgument] for an option that makes no sense, [WithKeyringError] among them;
// [ErrFinished] after Close, and for a guard that is closed.
func (c *Config) Endpoint(opts ...EndpointOption) (*Endpoint, error) {
	settings, err := endpointOptions(0, opts)
	if err != nil {
		return nil, err
	}
	if settings.keyringFailure.Failed() {
		return nil, errOwnKeyring
	}
	handle, err := c.borrow()
	if err != nil {
		return nil, err
	}
	defer c.giveBack()
	return newEndpoint(settings, func(options ffi.EndpointOptions) (*ffi.Endpoint, ffi.Failure) {
		return ffi.EndpointOf(handle, options)
	})
}

var errOwnKeyring = ErrInvalidArgument.withAdvice("the keyring is that of the settings")

// APIAuth authenticates calls to the platform's API: not at all in dev mode without a usable key. What
// one learns of the keys, all know that are of this configuration. The configuration may be closed
// before it.
//
// Errors: [ErrMalformedURL] or [ErrInvalidSetting] for the URL of the API; in cloud mode those of
// [Config.Keyring]; [ErrFinished] after Close.
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
// specification, section 4.5): a JSON object. A request that was verified alone brings the privileged
// members, and even then no more of a signing key than its id; one that was refused brings the least,
// and is no error.
//
// Errors: [ErrInvalidArgument] for texts of the app that are not UTF-8, [ErrFinished] after Close.
func (c *Config) Introspect(app App, admission *Admission) (json.RawMessage, error) {
	if admission.isPlain() {
		return nil, admission.reason()
	}
	handle, err := c.borrow()
	if err != nil {
		return nil, err
	}
	defer c.giveBack()
	described, failure := ffi.Introspect(handle, ffi.App(app), &admission.state)
	return described, asError(failure)
}
