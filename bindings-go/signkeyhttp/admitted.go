package signkeyhttp

import (
	"bytes"
	"context"
	"io"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

// AdmissionFromContext is what became of a request, from the request's context: who sent it, and how
// its responses are signed. False if the request did not pass through the middleware.
func AdmissionFromContext(ctx context.Context) (admission *signkey.Admission, ok bool) {
	a, ok := ctx.Value(contextKey{}).(*admitted)
	if !ok {
		return nil, false
	}
	return &a.admission, true
}

// hasAdmitted says whether the same endpoint has verified the request already, and nothing has changed what was
// verified. A handler may send other requests in the context of this one; those have other bodies.
func (p *protection) hasAdmitted(r *http.Request) bool {
	a, ok := r.Context().Value(contextKey{}).(*admitted)
	return ok && a.endpoint == p.endpoint && r.Body == io.ReadCloser(&a.body) &&
		a.body.Len() == int(a.body.Size()) && !isParsed(r)
}

type contextKey struct{}

// admitted is the context of a request behind the middleware, and all else that the request needs, in
// one piece of memory.
type admitted struct {
	context.Context
	endpoint  *signkey.Endpoint
	admission signkey.Admission
	body      verifiedBody
}

func (a *admitted) Value(key any) any {
	if key == (contextKey{}) {
		return a
	}
	return a.Context.Value(key)
}

// verifiedBody is the bytes that were verified.
type verifiedBody struct {
	bytes.Reader
}

func (*verifiedBody) Close() error {
	return nil
}
