package signkey

import (
	"net/http"
	"runtime"
	"sync"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Handshake is a sync on its way: how an app tells the platform which functions it has (SDK
// specification, section 4.3). It is a state machine without input and output:
//
//	sync, err := signkey.NewHandshake(config, auth, app, endpoint, r, body)
//	...
//	if sync.IsInBand() {
//		response, err := sync.Response(configuration)
//		...
//	}
//	for request, ok := sync.Request(); ok; request, ok = sync.Request() {
//		... // POST the configuration to request.URL with request.Header; follow no redirect
//		err := sync.Answer(status, answer)
//	}
//	response, err := sync.Response(nil)
//
// Sync of package signkeyhttp does all of it. A handshake is idempotent: the same inputs lead
// to the same requests, and nothing is remembered between syncs but the key that worked, in
// [APIAuth].
//
// Calls from several goroutines are safe, and take turns. A Handshake must not be copied.
type Handshake struct {
	mu      sync.Mutex
	handle  *ffi.Handshake
	cleanup runtime.Cleanup
}

// NewHandshake begins a sync: it judges a request as [Endpoint.Authenticate] does, and looks at
// what it asks for. In band it goes only if the request asks for it, its signature was verified,
// and the settings allow it. Config, auth and endpoint may be closed before the handshake; they
// should be of the same settings.
//
// Errors, with the HTTP status to answer with: those of [Endpoint.Authenticate], then
// [ErrMethodNotAllowed] for a method other than PUT; [ErrInvalidArgument] for texts of the app that
// cannot stand in a header; [ErrMissingEnvironment], [ErrInvalidHeaderValue] or [ErrMalformedURL],
// of the settings. [ErrFinished] if config, auth or endpoint is closed.
func NewHandshake(
	config *Config, auth *APIAuth, app App, endpoint *Endpoint,
	r *http.Request, body []byte, opts ...VerifyOption,
) (*Handshake, error) {
	now, err := clock(opts)
	if err != nil {
		return nil, err
	}
	settings, err := config.borrow()
	if err != nil {
		return nil, err
	}
	defer config.giveBack()
	credentials, err := auth.borrow()
	if err != nil {
		return nil, err
	}
	defer auth.giveBack()
	judge, err := endpoint.borrow()
	if err != nil {
		return nil, err
	}
	defer endpoint.giveBack()
	handle, failure := ffi.BeginHandshake(
		settings, credentials, ffi.App(app), judge, requestOf(r, body), now)
	if failure.Failed() {
		return nil, asError(failure)
	}
	h := &Handshake{handle: handle}
	h.cleanup = runtime.AddCleanup(h, ffi.FreeHandshake, handle)
	return h, nil
}

// IsInBand says whether the configuration of the functions is the response. False after Close.
func (h *Handshake) IsInBand() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.state() == ffi.HandshakeInBand
}

// Request is what to send to the platform; false if there is nothing more to send, and after Close.
func (h *Handshake) Request() (request SyncRequest, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.state() != ffi.HandshakeRegister {
		return SyncRequest{}, false
	}
	registration, failure := ffi.RegistrationOf(h.handle)
	if failure.Failed() {
		return SyncRequest{}, false
	}
	return SyncRequest{URL: registration.URL, Header: headerOfFields(registration.Fields)}, true
}

// Answer takes the platform's answer to the request; a status of 0 stands for none that arrived.
// Every answer but one that asks for another key ends the sync.
//
// Errors: [ErrFinished] if the sync has ended, and after Close; [ErrInvalidArgument] if it is in
// band.
func (h *Handshake) Answer(status int, body []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.handle == nil {
		return ErrFinished
	}
	return asError(ffi.AnswerHandshake(h.handle, httpStatus(status), body))
}

// Outcome says how a sync ended: what happened, for people, in the platform's own words where it
// gave some, and whether it changed anything. False before the end, in band, and after Close.
func (h *Handshake) Outcome() (message string, modified, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.state() != ffi.HandshakeDone {
		return "", false, false
	}
	message, modified, failure := ffi.Outcome(h.handle)
	return message, modified, !failure.Failed()
}

// Response is what to answer to the request that began the sync. It takes the configuration of the
// functions, a JSON document in UTF-8, if the sync is in band, and nil if it is not. Of options,
// [WithNow] and [WithUnixNow] alone make sense; the default is the system's clock.
//
// Errors: [ErrInvalidArgument] if the platform has not answered for good yet, if there is no
// configuration where it is the response, or one where it is not, if the endpoint had other keys
// than the configuration, and for an option that makes no sense; [ErrInvalidTimestamp] for a time
// of more than 19 digits; [ErrFinished] after Close.
func (h *Handshake) Response(configuration []byte, opts ...VerifyOption) (SyncResponse, error) {
	now, err := clock(opts)
	if err != nil {
		return SyncResponse{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.handle == nil {
		return SyncResponse{}, ErrFinished
	}
	response, failure := ffi.ResponseOf(h.handle, configuration, now)
	if failure.Failed() {
		return SyncResponse{}, asError(failure)
	}
	return SyncResponse{
		Status: response.Status,
		Header: headerOfFields(response.Fields),
		Body:   response.Body,
	}, nil
}

// Close gives the sync up, if it has not ended, and clears its credentials from memory. Closing
// twice does nothing. The error is always nil.
//
// A Handshake that is not closed is cleared when the garbage collector finds it.
func (h *Handshake) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.handle != nil {
		h.cleanup.Stop()
		ffi.FreeHandshake(h.handle)
		h.handle = nil
	}
	return nil
}

// state is 0 after Close.
func (h *Handshake) state() ffi.HandshakeState {
	if h.handle == nil {
		return 0
	}
	state, _ := ffi.StateOf(h.handle)
	return state
}
