package signkeyhttp

import (
	"encoding/json"
	"errors"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

// advice stands behind the message of body_unavailable.
const advice = ": put the signkey middleware in front of all that reads the body"

// refuse answers in place of the handler.
func (g *gate) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if g.OnRefusal != nil {
		g.OnRefusal(r, err)
	}
	Refuse(w, err)
}

// Refuse answers as [Middleware] does if it does not let a request through: with the HTTP status of
// an error of signkey and {"code": ..., "message": ...} in JSON; for any other error, with status
// 400 alone.
func Refuse(w http.ResponseWriter, err error) {
	var known *signkey.Error
	if !errors.As(err, &known) {
		// The body could not be read.
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	message := known.Message()
	if errors.Is(known, signkey.ErrBodyUnavailable) {
		message += advice
	}
	answer, err := json.Marshal(struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}{known.Code(), message})
	if err != nil {
		http.Error(w, known.Code(), known.HTTPStatus())
		return
	}
	if errors.Is(known, signkey.ErrBodyTooLarge) {
		// The rest of the body is not read.
		w.Header().Set("Connection", "close")
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(known.HTTPStatus())
	// Without a connection there is no one to tell.
	_, _ = w.Write(answer)
}
