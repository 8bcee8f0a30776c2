package signkeyhttp

import (
	"bytes"
	"context"

	signkey "github.com/signkey/signkey/bindings-go"
)

// AdmissionFromContext is what became of a request, from the request's context: who sent it, and how
// its responses are signed. False if the request did not pass through the middleware.
func AdmissionFromContext(ctx context.Context) (admission *signkey.Admission, ok bool) {
	admission, ok = ctx.Value(contextKey{}).(*signkey.Admission)
	return admission, ok
}

type contextKey struct{}

// admitted is the context of a request behind the middleware, and all else that the request needs, in
// one piece of memory.
type admitted struct {
	context.Context
	admission signkey.Admission
	body      verifiedBody
}

func (a *admitted) Value(key any) any {
	if key == (contextKey{}) {
		return &a.admission
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
