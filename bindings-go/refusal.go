package signkey

import (
	"net/http"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Refusal is the answer to a request that is refused.
type Refusal struct {
	// Err is why the request is refused. It is for logs: outside, only Body is shown.
	Err *Error
	// Status is the HTTP status.
	Status int
	// Header is the headers to send, but for those of the transport.
	Header http.Header
	// Body is a JSON object with the members code and message. In cloud mode it says nothing about
	// the settings of the app.
	Body []byte
	// IsUnread says that a body of the request was announced and not read. Then the connection is of
	// no further use: end it in the way of its protocol.
	IsUnread bool
	// IsFault says that the operator of the app has to mend something, as opposed to what anyone
	// outside can cause.
	IsFault bool
	// Log is what to write into a log: the error with its setting, and what to do about it.
	Log string
}

// Refusal is what to answer to the request; false if it is not refused. At [StepClaim] it is that of
// [ErrReplayStoreUnavailable], until the store has answered: an adapter that knows no claims refuses.
func (a *Admission) Refusal() (refusal Refusal, ok bool) {
	switch a.Step() {
	case StepRefuse:
	case StepClaim:
		return a.endpoint.Refuse(ErrReplayStoreUnavailable), true
	default:
		return refusal, false
	}
	reason := a.reason()
	if a.isPlain() {
		return plainRefusal(reason), true
	}
	made, failure := a.state.Refusal()
	if failure.Failed() {
		return plainRefusal(reason), true
	}
	return newRefusal(made, reason), true
}

func newRefusal(made ffi.Refusal, reason *Error) Refusal {
	return Refusal{
		Err:      reason,
		Status:   int(made.HTTPStatus),
		Header:   headerOfFields(made.Fields),
		Body:     []byte(made.Body),
		IsUnread: made.IsUnread,
		IsFault:  made.IsFault,
		Log:      made.Log,
	}
}

// plainRefusal is the refusal of an endpoint that cannot be asked any more.
func plainRefusal(reason *Error) Refusal {
	return Refusal{
		Err:      reason,
		Status:   reason.httpStatus,
		Header:   http.Header{},
		IsUnread: true,
		IsFault:  true,
		Log:      reason.Code() + ": " + reason.Message(),
	}
}

// Send answers a request, and ends its connection if that is of no further use. An error is one of the
// connection.
func (f Refusal) Send(w http.ResponseWriter, r *http.Request) error {
	header := w.Header()
	for name, values := range f.Header {
		header[name] = values
	}
	// Other requests share a connection of HTTP/2.
	if f.IsUnread && r.ProtoMajor == 1 {
		header.Set("Connection", "close")
	}
	w.WriteHeader(f.Status)
	_, err := w.Write(f.Body)
	return err
}
