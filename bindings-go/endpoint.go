package signkey

import (
	"net/http"
	"strings"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Endpoint is how requests to an app are authenticated: each one by its signature, whatever its
// method. Without one, a request is let through in dev mode, and in cloud mode where it was asked
// for. A signature that is present is always verified.
//
// Safe for concurrent use, Close included. An Endpoint must not be copied.
type Endpoint struct {
	held[*ffi.Endpoint]
	// The keys, nil if there are none, and whether they end with the endpoint.
	keyring     *Keyring
	ownsKeyring bool
}

// NewEndpoint makes an endpoint, the strictest one of its mode if there are no options.
// [Config.Endpoint] makes that of an app's settings.
//
// The keyring may be nil: that is an error where a key is needed, which it hardly is in dev mode.
// It must stay open as long as the endpoint is in use; after that, every request is refused with
// [ErrFinished].
//
// Errors: [ErrInvalidArgument] for an unknown mode, and for an option that makes no sense;
// [ErrFinished] for a keyring that is closed.
func NewEndpoint(mode Mode, keyring *Keyring, opts ...EndpointOption) (*Endpoint, error) {
	if mode != ModeCloud && mode != ModeDev {
		return nil, errMode
	}
	settings, err := endpointOptions(mode, opts)
	if err != nil {
		return nil, err
	}
	var keys *ffi.Keyring
	if keyring != nil {
		if keys, err = keyring.borrow(); err != nil {
			return nil, err
		}
		defer keyring.giveBack()
	}
	handle, failure := ffi.NewEndpoint(settings.EndpointOptions, keys, settings.keyringFailure)
	if failure.Failed() {
		return nil, asError(failure)
	}
	e := &Endpoint{keyring: keyring}
	e.hold(handle, ffi.FreeEndpoint)
	return e, nil
}

var errMode = ErrInvalidArgument.withAdvice("there is no such mode")

// Authenticate judges a request: its method, its headers, and the body as it was received, which
// must not change during the call. The body of r is not read. Of options, [WithNow] and
// [WithUnixNow] alone make sense; the default is the system's clock.
//
// Errors, with the HTTP status to answer with: why there is no keyring, if one is needed, and those
// of [Keyring.VerifyRequest]. [ErrInvalidArgument] for an option that makes no sense,
// [ErrFinished] after Close.
func (e *Endpoint) Authenticate(r *http.Request, body []byte, opts ...VerifyOption) (Authenticated, error) {
	now, err := clock(opts)
	if err != nil {
		return nil, err
	}
	handle, err := e.borrow()
	if err != nil {
		return nil, err
	}
	defer e.giveBack()
	sender, found, failure := ffi.Authenticate(handle, requestOf(r, body), now)
	switch {
	case failure.Failed():
		return nil, asError(failure)
	case sender == ffi.SenderVerified:
		var verified Verified
		verified.fill(found, e.keyring.ids)
		return verified, nil
	default:
		return Unverified{Reason: UnverifiedReason(sender)}, nil
	}
}

// AuthenticateUnread judges a request before its body is read, so that none is read in vain. It is
// false if the body decides: then read it, and ask Authenticate.
//
// Errors are those of Authenticate that no body changes: why there is no keyring,
// [ErrMissingSignature], [ErrMalformedSignature]; [ErrFinished] after Close.
func (e *Endpoint) AuthenticateUnread(r *http.Request) (unverified Unverified, decided bool, err error) {
	handle, err := e.borrow()
	if err != nil {
		return Unverified{}, false, err
	}
	defer e.giveBack()
	sender, failure := ffi.AuthenticateUnread(handle, requestOf(r, nil))
	if failure.Failed() || sender == ffi.SenderUndecided {
		return Unverified{}, false, asError(failure)
	}
	return Unverified{Reason: UnverifiedReason(sender)}, true, nil
}

// Warning is what headers say that contradicts the mode; false if there is no such thing, and after
// Close. It is worth a line in the log, and proves nothing.
func (e *Endpoint) Warning(header http.Header) (warning Warning, ok bool) {
	handle, err := e.borrow()
	if err != nil {
		return 0, false
	}
	defer e.giveBack()
	found, _ := ffi.WarningOf(handle, ffi.Request{Header: header})
	return Warning(found), found != ffi.WarningNone
}

// SignResponse signs the response to a request that this endpoint verified, with the key that
// verified it: the bytes of the body exactly as they are sent. It returns the value for
// [HeaderName]. An option cannot choose another key.
//
// Errors are those of [Keyring.SignResponse], and [ErrInvalidArgument] for a verdict that is not of
// this endpoint's keys.
func (e *Endpoint) SignResponse(body []byte, to Verified, opts ...SignOption) (string, error) {
	if e.keyring == nil || to.KeyIndex < 0 || to.KeyIndex >= len(e.keyring.ids) ||
		e.keyring.ids[to.KeyIndex] != to.KeyID {
		return "", errVerdict
	}
	return e.keyring.SignResponse(body, append(opts[:len(opts):len(opts)], WithKeyIndex(to.KeyIndex))...)
}

var errVerdict = ErrInvalidArgument.withAdvice("the verdict is not one of this endpoint's")

// Close ends the endpoint, once calls that are under way have returned. Afterwards every call fails
// with [ErrFinished]. Closing twice does nothing. The error is always nil.
//
// An Endpoint that is not closed ends when the garbage collector finds it.
func (e *Endpoint) Close() error {
	e.close()
	if e.ownsKeyring {
		return e.keyring.Close()
	}
	return nil
}

// borrow also keeps the keyring open, as far as there is one.
func (e *Endpoint) borrow() (*ffi.Endpoint, error) {
	handle, err := e.held.borrow()
	if err != nil || e.keyring == nil {
		return handle, err
	}
	if _, err := e.keyring.borrow(); err != nil {
		e.held.giveBack()
		return nil, err
	}
	return handle, nil
}

func (e *Endpoint) giveBack() {
	if e.keyring != nil {
		e.keyring.giveBack()
	}
	e.held.giveBack()
}

func requestOf(r *http.Request, body []byte) ffi.Request {
	request := ffi.Request{Method: r.Method, Header: r.Header, Body: body}
	if r.URL != nil {
		request.Query = r.URL.RawQuery
	}
	return request
}

// String shows the ids of the keys.
func (e *Endpoint) String() string {
	if e.keyring == nil {
		return "Endpoint()"
	}
	return "Endpoint(" + strings.Join(e.keyring.ids, " ") + ")"
}
