package signkey

import (
	"fmt"
	"net/http"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Admission is a request on its way in, and what became of it: a state machine without input and
// output. [Endpoint.Admit] begins one:
//
//	admission := endpoint.Admit(r.Method, r.Header)
//	if admission.Step() == signkey.StepReadBody {
//		... // read admission.AtMost() bytes, then
//		err := admission.ReceiveBody(body, framing)
//	}
//	if admission.Step() == signkey.StepClaim {
//		err := admission.AskStore(r.Context())
//	}
//	if refusal, isRefused := admission.Refusal(); isRefused {
//		refusal.Send(w, r)
//		return
//	}
//	if admission.Step() == signkey.StepAdmit {
//		... // the handler
//	}
//
// It is a plain value that may be copied, and kept as long as the request's handler runs. Once its
// step is [StepRefuse] or [StepAdmit] it never changes, so any number of goroutines may use it at once.
type Admission struct {
	endpoint *Endpoint
	state    ffi.Admission
	// The failure of a call. The request is refused with it.
	fault uint32
}

// Step is what comes next about a request.
type Step uint8

const (
	// StepReadBody says to read the body, and to hand it to [Admission.ReceiveBody], or to say with
	// [Admission.NoBody] why there is none.
	StepReadBody Step = Step(ffi.StepReadBody)
	// StepClaim says to call [Admission.AskStore], or to claim by hand what [Admission.Claim] says. Only
	// endpoints with [WithReplayStore] ask for it.
	StepClaim Step = Step(ffi.StepClaim)
	// StepRefuse says to answer with [Admission.Refusal]. The handler does not run.
	StepRefuse Step = Step(ffi.StepRefuse)
	// StepAdmit says to let the handler run, on the bytes that were judged. A request that is not
	// verified still has its body, of which nothing was read.
	StepAdmit Step = Step(ffi.StepAdmit)
)

// Admit begins with a request: its method, and its headers as received, under names in any case. What
// no body can change is decided here, so that no body is read in vain.
func (e *Endpoint) Admit(method string, header http.Header) (admission Admission) {
	admission.endpoint = e
	handle, err := e.borrow()
	if err != nil {
		admission.fault = ErrFinished.failure.Status
		return admission
	}
	defer e.giveBack()
	admission.fault = admission.state.Admit(handle, method, header).Status
	return admission
}

// AdmitWhole judges a request of which all is in hand: the body is all that was sent, and nothing
// read from it before. Of options, [WithNow] and [WithUnixNow] alone make sense; the default is the
// system's clock. With [WithReplayStore], [StepClaim] may be left: until [Admission.AskStore], the request
// counts as refused. An option that makes no sense refuses the request with [ErrInvalidArgument].
func (e *Endpoint) AdmitWhole(
	method string, header http.Header, body []byte, opts ...VerifyOption,
) Admission {
	admission := e.Admit(method, header)
	if admission.Step() == StepReadBody {
		if err := admission.ReceiveBody(body, FramingEnded(), opts...); err != nil {
			admission.fault = ErrInvalidArgument.failure.Status
		}
	}
	return admission
}

// Step is what to do next. An Admission that no endpoint has begun is refused, and so is one that asks
// for what this package does not know, if an installed library is newer.
func (a *Admission) Step() Step {
	switch step := a.state.Step(); {
	case a.isPlain():
		return StepRefuse
	case step == ffi.StepReadBody || step == ffi.StepClaim || step == ffi.StepAdmit:
		return Step(step)
	default:
		return StepRefuse
	}
}

// AtMost is the most bytes of the body to read, for [StepReadBody]. If there are more, the body is
// [BodyTooLarge].
func (a *Admission) AtMost() uint64 {
	return a.state.AtMost()
}

// Caller is who sent the request.
//
// Errors: why it was refused; [ErrInvalidArgument] while its body or its claim is still to be judged.
func (a *Admission) Caller() (Caller, error) {
	switch a.Step() {
	case StepRefuse:
		return nil, a.reason()
	case StepReadBody, StepClaim:
		return nil, errUnjudged
	}
	if verified, ok := a.Verified(); ok {
		return verified, nil
	}
	return Unverified{Reason: UnverifiedReason(a.state.Caller())}, nil
}

var errUnjudged = ErrInvalidArgument.withAdvice("the request is still to be judged")

// Verified is the proof of who sent the request; false if it was not verified.
func (a *Admission) Verified() (verified Verified, ok bool) {
	if !a.isVerified() {
		return verified, false
	}
	found, keyID := a.state.Verified()
	verified.fill(found, keyID)
	return verified, true
}

func (a *Admission) isVerified() bool {
	return a.Step() == StepAdmit && a.state.Caller() == ffi.CallerVerified
}

// Warning is what the request says of the server that sent it, if that contradicts the mode; else it is
// false. It is worth a line in the log, and proves nothing.
func (a *Admission) Warning() (warning Warning, ok bool) {
	found := a.state.Warning()
	return Warning(found), found != ffi.WarningNone
}

// isPlain says that no call has filled the admission in, or that one failed.
func (a *Admission) isPlain() bool {
	return a.fault != 0 || a.endpoint == nil
}

// reason is why the request is refused.
func (a *Admission) reason() *Error {
	switch {
	case a.endpoint == nil:
		return ErrInvalidArgument
	case a.fault != 0:
		return errorOf(ffi.Failure{Status: a.fault})
	}
	if reason := a.state.Reason(); reason.Failed() {
		return errorOf(reason)
	}
	return ErrInternal
}

// Format writes the step, and who sent the request, for every verb of package fmt.
func (a Admission) Format(f fmt.State, _ rune) {
	caller, err := a.Caller()
	if err != nil {
		write(f, "Admission("+err.Error()+")")
		return
	}
	write(f, fmt.Sprintf("Admission(%T)", caller))
}
