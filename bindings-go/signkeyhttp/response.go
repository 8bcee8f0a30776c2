package signkeyhttp

import (
	"maps"
	"net/http"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// heldResponse keeps status and body back until they can be signed. It neither flushes nor unwraps,
// so that nothing passes it by.
type heldResponse struct {
	to        http.ResponseWriter
	admission *signkey.Admission
	// The headers that were there before the handler.
	before http.Header

	status int
	step   signkey.ResponseStep
	body   pieces
	// Why it cannot be sent.
	fault error
}

func holdBack(to http.ResponseWriter, admission *signkey.Admission) *heldResponse {
	return &heldResponse{to: to, admission: admission, before: to.Header().Clone()}
}

func (h *heldResponse) Header() http.Header {
	return h.to.Header()
}

func (h *heldResponse) WriteHeader(status int) {
	if h.status != 0 {
		return
	}
	step, err := h.admission.Response(status, h.Header())
	switch isForward := step.Kind == signkey.ResponseForward; {
	case err != nil:
		h.fault = err
	case isForward || status < 200:
		// What is signed and below 200 is informational: another one follows.
		h.to.WriteHeader(status)
		if !isForward {
			return
		}
	case step.Kind == signkey.ResponseRefuse:
		h.fault = signkey.ErrResponseUnsignable
	}
	h.status, h.step = status, step
}

func (h *heldResponse) Write(data []byte) (int, error) {
	h.begin()
	switch {
	case h.fault != nil:
		return 0, h.fault
	case h.step.Kind == signkey.ResponseForward:
		return h.to.Write(data)
	case h.step.IsEmpty:
		return len(data), nil
	case uint64(h.body.size)+uint64(len(data)) > h.step.AtMost:
		h.fault = signkey.ErrResponseUnsignable
		h.body = pieces{}
		return 0, h.fault
	}
	h.body.write(data)
	return len(data), nil
}

// begin is for handlers that set no status.
func (h *heldResponse) begin() {
	if h.status == 0 {
		h.WriteHeader(200)
	}
}

// release signs what the handler has answered, and sends it.
func (p *protection) release(h *heldResponse, r *http.Request) {
	h.begin()
	if h.fault == nil && h.step.Kind == signkey.ResponseForward {
		return
	}
	body := h.body.bytes()
	signature := ""
	if h.fault == nil {
		signature, h.fault = h.admission.Sign(body, signkey.WithTimestamp(p.Now()))
	}
	header := h.Header()
	if h.fault != nil {
		// The others are said of the answer that is not sent.
		clear(header)
		maps.Copy(header, h.before)
		p.refuse(h.to, r, p.endpoint.Refuse(h.fault))
		return
	}
	maps.DeleteFunc(header, func(name string, _ []string) bool {
		return strings.EqualFold(name, signkey.HeaderName)
	})
	header.Set(signkey.HeaderName, signature)
	h.to.WriteHeader(h.status)
	if len(body) > 0 {
		// Without a connection there is no one to tell.
		_, _ = h.to.Write(body)
	}
}
