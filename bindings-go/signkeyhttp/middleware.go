// Package signkeyhttp lets only signed requests through to an [http.Handler]:
//
//	protect := signkeyhttp.Middleware(keyring, nil)
//	http.Handle("/api/inngest", protect(handler))
//
// Put it in front of everything that reads or changes bodies.
package signkeyhttp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"slices"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// DefaultMaxBodySize is the largest body by default, in bytes: 16 MiB.
const DefaultMaxBodySize = 16 << 20

// Options are the settings of [Middleware]. The zero value is the default of each.
type Options struct {
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

	// OnRefusal, if not nil, is told why a request is refused, or why its response could not be
	// signed, before the answer is sent. Several goroutines may call it at once.
	OnRefusal func(*http.Request, error)
}

// Middleware makes what protects a handler with a keyring: every request must carry a valid
// signature, whatever its method, unless options say otherwise; nil options are the defaults.
//
// The handler receives the body as it was sent, and finds the verdict with [VerifiedFromContext]. A
// refused request is answered with the HTTP status of the error and {"code": ..., "message": ...}
// in JSON; one whose body breaks off, with status 400.
//
// Where a body was read before it came here, the answer is [signkey.ErrBodyUnavailable] if that
// shows: fewer bytes are left than Content-Length says, or the body was closed. A chunked body of
// which nothing is left looks like an empty one; it is taken for read if it does not verify.
//
// Middleware panics without a keyring and with a negative MaxBodySize. The keyring must not be
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

type contextKey struct{}

// gate is a keyring with options, defaults filled in.
type gate struct {
	keyring *signkey.Keyring
	Options
}

func newGate(keyring *signkey.Keyring, options *Options) *gate {
	g := &gate{keyring: keyring}
	if options != nil {
		g.Options = *options
	}
	if keyring == nil || g.MaxBodySize < 0 {
		panic("signkeyhttp: no keyring, or a negative MaxBodySize")
	}
	if g.MaxBodySize == 0 {
		g.MaxBodySize = DefaultMaxBodySize
	}
	if g.Now == nil {
		g.Now = time.Now
	}
	g.UnsignedMethods = slices.Clone(g.UnsignedMethods)
	// Everything that passes the limit on bodies may be tried in its canonical form.
	jsonSize := signkey.WithMaxJSONSize(int(min(g.MaxBodySize, math.MaxInt32)))
	// Requests append to it side by side.
	g.Verify = slices.Clip(slices.Insert(slices.Clone(g.Verify), 0, jsonSize))
	return g
}

func (g *gate) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if len(r.Header[signkey.HeaderName]) == 0 {
		if slices.Contains(g.UnsignedMethods, r.Method) {
			next.ServeHTTP(w, r)
		} else {
			g.refuse(w, r, signkey.ErrMissingSignature)
		}
		return
	}
	body, err := readBody(w, r, g.MaxBodySize)
	if err != nil {
		g.refuse(w, r, err)
		return
	}
	verified, err := g.keyring.VerifyRequest(body, r.Header, append(g.Verify, signkey.WithNow(g.Now()))...)
	if errors.Is(err, signkey.ErrSignatureMismatch) && looksTaken(r, body) {
		err = signkey.ErrBodyUnavailable
	}
	if err != nil {
		g.refuse(w, r, err)
		return
	}

	r = r.WithContext(context.WithValue(r.Context(), contextKey{}, verified))
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !g.SignResponses {
		next.ServeHTTP(w, r)
		return
	}
	held := &heldResponse{to: w}
	next.ServeHTTP(held, r)
	g.send(held, r, verified)
}
