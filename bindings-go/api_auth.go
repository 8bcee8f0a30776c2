package signkey

import (
	"net/http"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// APIAuth says which credential goes with an app's calls to the platform's API (SDK specification,
// section 4.1.4): that of the key that worked last, the primary at first. A call that is answered 401
// or 403 is sent again with each of the other keys, once; the first that is answered 2xx is used
// from then on, by all goroutines.
//
//	attempt, err := auth.Begin()
//	for again := err == nil; again; {
//		... // send the call with auth.Authorization(attempt)
//		attempt, again = auth.After(attempt, status)
//	}
//
// Type Transport of package signkeyhttp does so for an [http.Client].
//
// Safe for concurrent use, Close included. Credentials that a [Registration] shares end with that. An
// APIAuth must not be copied.
type APIAuth struct {
	held[*ffi.APIAuth]
}

// Attempt is one try of a call. It belongs to the [APIAuth] that it comes from.
type Attempt struct {
	number uint32
}

// NewAPIAuth authenticates calls to an API whose URL is given, of which the scheme, the host and
// the port count. Without a keyring (nil), calls carry no credential. The keyring may be closed
// before. [Config.APIAuth] makes that of an app's settings.
//
// Errors: [ErrMalformedURL], [ErrInvalidArgument] for a URL that is not UTF-8, [ErrFinished] for a
// keyring that is closed.
func NewAPIAuth(keyring *Keyring, origin string) (*APIAuth, error) {
	var keys *ffi.Keyring
	if keyring != nil {
		var err error
		if keys, err = keyring.borrow(); err != nil {
			return nil, err
		}
		defer keyring.giveBack()
	}
	return newAPIAuth(ffi.NewAPIAuth(keys, origin))
}

func newAPIAuth(handle *ffi.APIAuth, failure ffi.Failure) (*APIAuth, error) {
	if failure.Failed() {
		return nil, asError(failure)
	}
	a := &APIAuth{}
	a.hold(handle, ffi.FreeAPIAuth, "APIAuth")
	return a, nil
}

// Begin begins a call. [ErrFinished] after Close.
func (a *APIAuth) Begin() (Attempt, error) {
	handle, err := a.borrow()
	if err != nil {
		return Attempt{}, err
	}
	defer a.giveBack()
	number, failure := ffi.BeginCall(handle)
	return Attempt{number}, asError(failure)
}

// Authorization is the value of the header Authorization for an attempt; empty if there is no key,
// and so no header to send. It is a secret, and a plain string that prints as it is: send it only
// where [APIAuth.MaySendTo] allows it. [ErrFinished] after Close.
func (a *APIAuth) Authorization(attempt Attempt) (string, error) {
	handle, err := a.borrow()
	if err != nil {
		return "", err
	}
	defer a.giveBack()
	value, failure := ffi.Authorization(handle, attempt.number)
	return value, asError(failure)
}

// After takes the HTTP status of the answer to an attempt. It returns the next attempt, and whether
// the call is to be sent again with it. If not, or after Close, the answer stands, whatever it is.
func (a *APIAuth) After(attempt Attempt, status int) (next Attempt, again bool) {
	handle, err := a.borrow()
	if err != nil {
		return attempt, false
	}
	defer a.giveBack()
	number, again, failure := ffi.AfterCall(handle, attempt.number, httpStatus(status))
	if failure.Failed() {
		return attempt, false
	}
	return Attempt{number}, again
}

// MaySendTo says whether a credential may be sent to a URL: whether it has the API's origin. Follow
// no redirect to any other one with a credential. False after Close.
func (a *APIAuth) MaySendTo(url string) bool {
	handle, err := a.borrow()
	if err != nil {
		return false
	}
	defer a.giveBack()
	may, failure := ffi.MaySendTo(handle, url)
	return may && !failure.Failed()
}

// httpStatus is 0, which stands for no answer, for what cannot be a status.
func httpStatus(status int) uint32 {
	if status < 0 || status > 0xffff {
		return 0
	}
	return uint32(status)
}

// VerifyToken finds the key whose API token a caller presents in the header Authorization, as an
// API of the platform does. It returns the index of the key; 0 is the primary. Prefixes of tokens
// are for people, and are not compared. Every key is compared, in constant time.
//
// Errors: [ErrMissingToken], [ErrMalformedToken], also for a header that is there more than once,
// and for a signing key in place of its token; [ErrTokenMismatch]; [ErrFinished] after Close.
func (k *Keyring) VerifyToken(header http.Header) (keyIndex int, err error) {
	handle, err := k.borrow()
	if err != nil {
		return 0, err
	}
	defer k.giveBack()
	index, failure := ffi.VerifyToken(handle, headerOf(header, ffi.AuthorizationHeader))
	return int(index), asError(failure)
}
