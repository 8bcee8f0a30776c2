package signkeyhttp

import (
	"errors"
	"io"
	"net/http"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// Transport authenticates an app's calls to the platform's API (SDK specification, section 4.1.4). It
// is for the Transport of an [http.Client]:
//
//	client := &http.Client{Transport: &signkeyhttp.Transport{Auth: auth}}
//
// The credential goes to the origin of Auth alone. A redirect to any other origin, be it another
// port, is followed without it, and so is the rest of that chain of redirects, even if it comes
// back. The request that the caller made, and that responses refer to, never holds it.
//
// A call answered 401 or 403 is sent once more with each of the other keys, and the one that works
// is used from then on, by all goroutines. That takes a body that can be read again: none, or a
// request with GetBody, which [http.NewRequest] sets for buffers and strings, and older versions of
// Go lose with a redirect. For others the answer is handed on as it is.
//
// A request that already has an Authorization header, or a user in its URL, is the caller's own
// affair: it is passed on untouched, and not sent again.
//
// Safe for concurrent use.
type Transport struct {
	// Auth has the credentials.
	Auth *signkey.APIAuth
	// Base sends the requests; nil is http.DefaultTransport.
	Base http.RoundTripper
}

// RoundTrip sends a request, as [http.RoundTripper] says. After the end of Auth it fails with
// [signkey.ErrFinished], wherever the request goes.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	attempt, err := t.Auth.Begin()
	if err != nil {
		closeBody(r)
		return nil, err
	}
	if !t.mayAuthorize(r) {
		return t.send(r, r)
	}
	authorized, err := t.authorize(r, attempt)
	if err != nil {
		closeBody(r)
		return nil, err
	}
	for {
		response, err := t.send(authorized, r)
		if err != nil {
			return nil, err
		}
		next, again := t.Auth.After(attempt, response.StatusCode)
		if !again {
			return response, nil
		}
		authorized, err = t.authorizeAgain(r, next)
		if err != nil {
			return response, nil
		}
		attempt = next
		drain(response.Body)
	}
}

// send sends a request in place of the one that the caller sees.
func (t *Transport) send(r, seen *http.Request) (*http.Response, error) {
	response, err := t.base().RoundTrip(r)
	if response != nil {
		response.Request = seen
	}
	return response, err
}

// CloseIdleConnections is for [http.Client.CloseIdleConnections].
func (t *Transport) CloseIdleConnections() {
	if base, ok := t.base().(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

func (t *Transport) base() http.RoundTripper {
	if t.Base == nil {
		return http.DefaultTransport
	}
	return t.Base
}

// mayAuthorize says whether a request goes to the API, and all before it in its chain of redirects
// did.
func (t *Transport) mayAuthorize(r *http.Request) bool {
	for name := range r.Header {
		if strings.EqualFold(name, "Authorization") {
			return false
		}
	}
	for hop := r; hop != nil; hop = redirectedFrom(hop) {
		if !t.goesToAPI(hop) {
			return false
		}
	}
	return true
}

// goesToAPI looks at where the connection leads, and at the host that is asked for there.
func (t *Transport) goesToAPI(r *http.Request) bool {
	if r.URL == nil || r.URL.User != nil || !t.Auth.MaySendTo(r.URL.Scheme+"://"+r.URL.Host) {
		return false
	}
	return r.Host == "" || t.Auth.MaySendTo(r.URL.Scheme+"://"+r.Host)
}

func redirectedFrom(r *http.Request) *http.Request {
	if r.Response == nil {
		return nil
	}
	return r.Response.Request
}

// authorize is a copy of the request with the credential of an attempt, if there is one.
func (t *Transport) authorize(r *http.Request, attempt signkey.Attempt) (*http.Request, error) {
	authorization, err := t.Auth.Authorization(attempt)
	if err != nil {
		return nil, err
	}
	// All else is shared: a sender fills in trailers while the body is read.
	authorized := r.WithContext(r.Context())
	authorized.Header = r.Header.Clone()
	if authorized.Header == nil {
		authorized.Header = http.Header{}
	}
	if authorization != "" {
		authorized.Header.Set("Authorization", authorization)
	}
	return authorized, nil
}

var errBodyGone = errors.New("signkeyhttp: the body cannot be read again")

// authorizeAgain is authorize with the body from its beginning.
func (t *Transport) authorizeAgain(r *http.Request, attempt signkey.Attempt) (*http.Request, error) {
	authorized, err := t.authorize(r, attempt)
	if err != nil || r.Body == nil || r.Body == http.NoBody {
		return authorized, err
	}
	if r.GetBody == nil {
		return nil, errBodyGone
	}
	authorized.Body, err = r.GetBody()
	return authorized, err
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}

// drainSize is how much of an answer is read so that its connection can be used again, in bytes.
const drainSize = 4 << 10

func drain(body io.ReadCloser) {
	// What cannot be read costs a connection.
	_, _ = io.CopyN(io.Discard, body, drainSize)
	_ = body.Close()
}
