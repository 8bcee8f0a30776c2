package signkeyhttp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// DefaultMaxBodySize is the largest body by default, in bytes: 16 MiB.
const DefaultMaxBodySize = 16 << 20

// Options are the settings of [Middleware]. The zero value is the default of each.
type Options struct {
	// Endpoint judges the requests, in place of a keyring: that of signkey.Config.Endpoint for an
	// app that also runs in dev mode. UnsignedMethods and Verify have to be set for it, not here.
	// It must not be closed before the handler is out of use.
	Endpoint *signkey.Endpoint

	// UnsignedMethods are methods, such as "GET", of which a request may pass without a signature.
	// One that is present is verified all the same.
	UnsignedMethods []string

	// MaxBodySize is the largest body in bytes, 0 for DefaultMaxBodySize. A larger one is answered
	// with status 413. The whole body is held in memory.
	MaxBodySize int64

	// SignResponses signs what the handler answers to a verified request, with the key that
	// verified it. The whole response is held back for that, so nothing streams.
	SignResponses bool

	// Verify are options of the verification, such as signkey.WithWindow.
	Verify []signkey.VerifyOption

	// Now is the clock, nil for time.Now.
	Now func() time.Time

	// OnWarning, if not nil, is told what a request says of its sender that contradicts the mode of
	// the endpoint, however the request is judged. Several goroutines may call it at once.
	OnWarning func(*http.Request, signkey.Warning)

	// OnRefusal, if not nil, is told why a request is refused, or why its response could not be
	// signed, before the answer is sent. Several goroutines may call it at once.
	OnRefusal func(*http.Request, error)
}

// Middleware makes what protects a handler with a keyring: every request must carry a valid
// signature, whatever its method, unless options say otherwise; nil options are the defaults. The
// keyring is nil if the options have an Endpoint.
//
// The handler receives the body as it was sent, and finds the verdict with [VerifiedFromContext],
// or [UnverifiedFromContext] for a request that was let through without proof; the body of such a
// one is neither limited nor held. What no body can verify is refused before the body is read. A
// refused request is answered with the HTTP status of the error and {"code": ..., "message": ...}
// in JSON; one whose body breaks off, with status 400.
//
// Where a body was read before it came here, the answer is [signkey.ErrBodyUnavailable] if that
// shows: fewer bytes are left than Content-Length says, or the body was closed. A chunked body of
// which nothing is left looks like an empty one; it is taken for read if it does not verify.
//
// Middleware panics without a keyring, or with options that make no sense. The keyring must not be
// closed before the handler is out of use.
func Middleware(keyring *signkey.Keyring, options *Options) func(http.Handler) http.Handler {
	g := newGate(keyring, options)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			g.serve(w, r, next)
		})
	}
}

// VerifiedFromContext is the verdict on a request, from the request's context; false if the request
// passed unsigned, or did not pass through the middleware.
func VerifiedFromContext(ctx context.Context) (signkey.Verified, bool) {
	verified, ok := ctx.Value(contextKey{}).(signkey.Verified)
	return verified, ok
}

// UnverifiedFromContext says why a request was let through although anyone may have sent it, from
// the request's context; false if the request was verified, or did not pass through the middleware.
func UnverifiedFromContext(ctx context.Context) (signkey.Unverified, bool) {
	unverified, ok := ctx.Value(contextKey{}).(signkey.Unverified)
	return unverified, ok
}

type contextKey struct{}

// gate is options with their defaults filled in.
type gate struct {
	Options
}

func newGate(keyring *signkey.Keyring, options *Options) *gate {
	g := &gate{}
	if options != nil {
		g.Options = *options
	}
	switch {
	case g.MaxBodySize < 0:
		panic("signkeyhttp: a negative MaxBodySize")
	case (keyring == nil) == (g.Endpoint == nil):
		panic("signkeyhttp: either a keyring or an Endpoint is needed")
	case g.Endpoint != nil && len(g.UnsignedMethods)+len(g.Verify) > 0:
		panic("signkeyhttp: UnsignedMethods and Verify belong to the Endpoint")
	}
	if g.MaxBodySize == 0 {
		g.MaxBodySize = DefaultMaxBodySize
	}
	if g.Now == nil {
		g.Now = time.Now
	}
	if g.Endpoint == nil {
		g.Endpoint = g.newEndpoint(keyring)
	}
	return g
}

func (g *gate) newEndpoint(keyring *signkey.Keyring) *signkey.Endpoint {
	options := []signkey.EndpointOption{
		signkey.AllowUnsigned(g.UnsignedMethods...),
		// Everything that passes the limit on bodies may be tried in its canonical form.
		signkey.WithMaxJSONSize(int(min(g.MaxBodySize, math.MaxInt32))),
	}
	for _, option := range g.Verify {
		options = append(options, option)
	}
	endpoint, err := signkey.NewEndpoint(signkey.ModeCloud, keyring, options...)
	if err != nil {
		panic("signkeyhttp: " + err.Error())
	}
	return endpoint
}

func (g *gate) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if g.OnWarning != nil {
		if warning, ok := g.Endpoint.Warning(r.Header); ok {
			g.OnWarning(r, warning)
		}
	}
	unverified, isDecided, err := g.Endpoint.AuthenticateUnread(r)
	if err != nil {
		leaveUnread(w, r)
		g.refuse(w, r, err)
		return
	}
	if isDecided {
		next.ServeHTTP(w, from(unverified, r))
		return
	}
	body, err := readBody(w, r, g.MaxBodySize)
	if err != nil {
		g.refuse(w, r, err)
		return
	}
	caller, err := g.Endpoint.Authenticate(r, body, signkey.WithNow(g.Now()))
	if errors.Is(err, signkey.ErrSignatureMismatch) && looksTaken(r, body) {
		err = signkey.ErrBodyUnavailable
	}
	if err != nil {
		g.refuse(w, r, err)
		return
	}

	r = from(caller, r)
	r.Body = io.NopCloser(bytes.NewReader(body))
	verified, isVerified := caller.(signkey.Verified)
	if !isVerified || !g.SignResponses {
		next.ServeHTTP(w, r)
		return
	}
	held := &heldResponse{to: w}
	next.ServeHTTP(held, r)
	g.send(held, r, verified)
}

// from is the request with what is known of its sender.
func from(caller signkey.Authenticated, r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), contextKey{}, caller))
}
