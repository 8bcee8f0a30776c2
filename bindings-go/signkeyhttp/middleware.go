package signkeyhttp

import (
	"net/http"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// Options are the settings of [Middleware]. The zero value is the default of each.
type Options struct {
	// OnRefused is told why a request is refused, or why its response cannot be signed, before the
	// answer is sent. Nil writes to [log/slog]: what the operator has to mend as a warning, what
	// anyone outside can cause for debugging. Several goroutines may call it at once.
	OnRefused func(*http.Request, *signkey.Error)

	// OnWarning is told what a request says of the server that sent it, if that contradicts the mode of
	// the endpoint, however the request is judged. Nil writes it to [log/slog], for debugging. Several
	// goroutines may call it at once.
	OnWarning func(*http.Request, signkey.Warning)

	// OnStoreError is told what the endpoint's replay store says in place of an answer, or that it was late:
	// for a request, which is then refused unless the endpoint admits unclaimed ones, and for a signed
	// response, which is sent all the same. Nil writes it to [log/slog] as a warning. Several goroutines may
	// call it at once.
	OnStoreError func(*http.Request, error)

	// Now is the clock, nil for time.Now.
	Now func() time.Time
}

// Middleware makes what protects a handler with an endpoint; nil options are the defaults.
//
// The handler of a verified request reads the bytes that were verified. That of a request that was let
// through without proof has its body as it came: neither read, nor limited, nor held. Both find the
// admission with [AdmissionFromContext]. A refused request gets the answer of [signkey.Refusal]; what no
// body can verify is refused before the body is read.
//
// A body that something in front read, parsed or replaced is [signkey.ErrBodyUnavailable]: net/http does
// not say whether the end of a chunked body is its only end, so one of which nothing is left is such a
// body, whatever its signature.
//
// An endpoint that signs responses holds back what the handler answers to a verified request, until the
// handler returns. Until then the [http.ResponseWriter] sends informational headers alone. It cannot
// flush, be hijacked or set deadlines, so [http.ResponseController] says [http.ErrNotSupported]. A panic
// of the handler passes on, and nothing is sent.
//
// An endpoint with a replay store has it asked behind signature and time, and in front of the handler. With
// a guard or a store, the signature of a response to a verified request is remembered before its headers are
// sent, whoever signed it, the handler or its SDK, and before its trailers are sent if it is among those. What
// a hijacked connection sends is not seen, nor is a signature that is sent inside a body.
//
// Around one handler, the middleware of one endpoint may stand twice: the inner one lets through what the outer
// one has verified. Two endpoints that share a guard or a store, and a name, must not stand around one
// handler: to the second one, every request is [signkey.ErrReplayed].
//
// Middleware panics without an endpoint. The endpoint must not be closed before the handler is out of
// use.
func Middleware(endpoint *signkey.Endpoint, options *Options) func(http.Handler) http.Handler {
	if endpoint == nil {
		panic("signkeyhttp: an endpoint is needed")
	}
	p := &protection{endpoint: endpoint}
	if options != nil {
		p.Options = *options
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p.serve(w, r, next)
		})
	}
}

// protection is an endpoint, and options with their defaults filled in.
type protection struct {
	Options
	endpoint *signkey.Endpoint
}

func (p *protection) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if p.hasAdmitted(r) {
		next.ServeHTTP(w, r)
		return
	}
	a := &admitted{Context: r.Context(), endpoint: p.endpoint, admission: p.endpoint.Admit(r.Method, r.Header)}
	if warning, ok := a.admission.Warning(); ok {
		p.warn(r, warning)
	}
	isUnread := a.admission.Step() != signkey.StepReadBody
	if !isUnread {
		if err := p.receive(a, r); err != nil {
			p.refuse(w, r, p.endpoint.Refuse(err))
			return
		}
	}
	if a.admission.Step() == signkey.StepClaim {
		p.tellOfStore(r, a.admission.AskStore(r.Context()))
	}
	if a.admission.Step() != signkey.StepAdmit {
		refusal, isRefused := a.admission.Refusal()
		if !isRefused {
			refusal = p.endpoint.Refuse(signkey.ErrInternal)
		}
		// The headers do not say that a body is chunked: net/http takes that out of them.
		refusal.IsUnread = refusal.IsUnread || isUnread && r.ContentLength != 0
		p.refuse(w, r, refusal)
		return
	}
	r = r.WithContext(a)
	if !isUnread {
		r.Body = &a.body
	}
	if !a.admission.ClaimsResponses() {
		p.handle(w, r, next, &a.admission)
		return
	}
	claimed := &claimedResponse{p: p, to: w, r: r, admission: &a.admission}
	p.handle(claimed, r, next, &a.admission)
	claimed.end()
}

// handle has the handler answer, and signs the answer if the endpoint signs.
func (p *protection) handle(
	w http.ResponseWriter, r *http.Request, next http.Handler, admission *signkey.Admission,
) {
	if !admission.SignsResponse() {
		next.ServeHTTP(w, r)
		return
	}
	held := holdBack(w, admission)
	next.ServeHTTP(held, r)
	p.release(held, r)
}

// receive reads the body, and has it judged.
func (p *protection) receive(a *admitted, r *http.Request) error {
	body, missing := readBody(r, a.admission.AtMost())
	if missing != 0 {
		return a.admission.NoBody(missing)
	}
	a.body.Reset(body)
	return a.admission.ReceiveBody(body, framingOf(r), signkey.WithNow(p.Now()))
}

// refuse answers in place of the handler.
func (p *protection) refuse(w http.ResponseWriter, r *http.Request, refusal signkey.Refusal) {
	if p.OnRefused != nil {
		p.OnRefused(r, refusal.Err)
	} else {
		logRefusal(r, refusal)
	}
	// Without a connection there is no one to tell.
	_ = refusal.Send(w, r)
}

// tellOfStore says what is wrong with the replay store, if anything is.
func (p *protection) tellOfStore(r *http.Request, err error) {
	switch {
	case err == nil:
	case p.OnStoreError != nil:
		p.OnStoreError(r, err)
	default:
		logStoreError(r, err)
	}
}

func (p *protection) warn(r *http.Request, warning signkey.Warning) {
	if p.OnWarning != nil {
		p.OnWarning(r, warning)
	} else {
		logWarning(r, warning)
	}
}
