package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// Registration is how an app tells the platform which functions it has (SDK specification, section
// 4.3). It is a state machine without input and output:
//
//	registration, err := config.Registration(app, admission, r.URL.RawQuery)
//	...
//	if registration.IsInBand() {
//		response, err := registration.Response(configuration)
//		...
//	}
//	for request, ok := registration.Request(); ok; request, ok = registration.Request() {
//		... // send the configuration; follow no redirect
//		err := registration.Answer(status, answer)
//	}
//	response, err := registration.Response(nil)
//
// Register of package signkeyhttp does all of it. A registration is idempotent: the same inputs lead
// to the same requests, and nothing is remembered between syncs but the key that worked, in the
// configuration.
//
// Calls from several goroutines are safe, and take turns. A Registration must not be copied.
type Registration struct {
	held[*ffi.Registration]
}

// AnswerSizeMax is the largest answer of the platform that [Registration.Answer] takes, in bytes.
const AnswerSizeMax = ffi.AnswerSizeMax

// Registration begins a sync with the request that asks for one, which was admitted and is not judged
// again. In band it goes only if the request asks for it, its signature was verified, and the settings
// allow it. The query is that of the request's URL. The configuration may be closed before the
// registration.
//
// Errors, for [Endpoint.Refuse]: why the request was refused, and [ErrInvalidArgument] while its body
// is still to be judged; those of [Config.APIAuth]; [ErrMethodNotAllowed] for a method that begins no
// sync; [ErrInvalidArgument] for texts of the app that cannot stand in a header;
// [ErrMissingEnvironment], [ErrInvalidHeaderValue], [ErrInvalidSetting] or [ErrMalformedURL], of the
// settings. [ErrFinished] after Close.
func (c *Config) Registration(app App, admission *Admission, query string) (*Registration, error) {
	if admission.isPlain() {
		return nil, admission.reason()
	}
	handle, err := c.borrow()
	if err != nil {
		return nil, err
	}
	defer c.giveBack()
	made, failure := ffi.NewRegistration(handle, ffi.App(app), &admission.state, query)
	if failure.Failed() {
		return nil, asError(failure)
	}
	r := &Registration{}
	r.hold(made, ffi.FreeRegistration, "Registration")
	return r, nil
}

// IsInBand says whether the configuration of the functions is the response. False after Close.
func (r *Registration) IsInBand() bool {
	_, isInBand := r.in(ffi.StateInBand)
	defer r.putBack()
	return isInBand
}

// Request is what to send to the platform; false if there is nothing more to send, and after Close.
func (r *Registration) Request() (request RegisterRequest, ok bool) {
	handle, ok := r.in(ffi.StateRegister)
	defer r.putBack()
	if !ok {
		return request, false
	}
	made, failure := ffi.RegisterRequestOf(handle)
	if failure.Failed() {
		return request, false
	}
	return RegisterRequest{made.Method, made.URL, headerOfFields(made.Fields)}, true
}

// Answer takes the platform's answer to the request: at most [AnswerSizeMax] bytes, and nothing of a
// larger one; a status of 0 stands for none that arrived. Every answer but one that asks for another
// key ends the sync.
//
// Errors: [ErrFinished] if the sync has ended, and after Close; [ErrInvalidArgument] if it is in
// band.
func (r *Registration) Answer(status int, body []byte) error {
	handle, err := r.take()
	if err != nil {
		return err
	}
	defer r.putBack()
	return asError(ffi.Answer(handle, httpStatus(status), body))
}

// Outcome says how a sync ended: what happened, for people, in the platform's own words where it
// gave some, and whether it changed anything. False before the end, in band, and after Close.
func (r *Registration) Outcome() (message string, modified, ok bool) {
	handle, ok := r.in(ffi.StateDone)
	defer r.putBack()
	if !ok {
		return "", false, false
	}
	message, modified, failure := ffi.Outcome(handle)
	return message, modified, !failure.Failed()
}

// Response is what to answer to the request that began the sync. It takes the configuration of the
// functions, a JSON document in UTF-8, if the sync is in band, and nil if it is not. Of options,
// [WithTimestamp] and [WithUnixTimestamp] alone make sense; the default is the system's clock.
//
// Errors: [ErrInvalidArgument] if the platform has not answered for good yet, if there is no
// configuration where it is the response, or one where it is not, if the request was verified with
// other keys than the configuration's, and for an option that makes no sense; [ErrInvalidTimestamp]
// for a time of more than 19 digits; [ErrFinished] after Close.
func (r *Registration) Response(configuration []byte, opts ...SignOption) (SyncResponse, error) {
	timestamp, err := timestampOf(opts)
	if err != nil {
		return SyncResponse{}, err
	}
	handle, err := r.take()
	if err != nil {
		return SyncResponse{}, err
	}
	defer r.putBack()
	made, failure := ffi.SyncResponseOf(handle, configuration, timestamp)
	if failure.Failed() {
		return SyncResponse{}, asError(failure)
	}
	return SyncResponse{
		Status: made.Status, Header: headerOfFields(made.Fields), Body: made.Body,
	}, nil
}

// in takes the handle, and says whether the sync is in a state; in none after Close.
func (r *Registration) in(state ffi.RegistrationState) (*ffi.Registration, bool) {
	r.mu.Lock()
	return r.handle, !r.isClosed() && ffi.StateOf(r.handle) == state
}
