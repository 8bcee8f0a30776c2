package signkeyhttp

import (
	"bytes"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

// heldResponse keeps status and body back until they can be signed. It neither flushes nor unwraps,
// so that nothing passes it by.
type heldResponse struct {
	to     http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (h *heldResponse) Header() http.Header {
	return h.to.Header()
}

func (h *heldResponse) WriteHeader(status int) {
	isInformational := status >= 100 && status < 200 && status != http.StatusSwitchingProtocols
	switch {
	case isInformational:
		h.to.WriteHeader(status)
	case h.status == 0:
		h.status = status
	}
}

func (h *heldResponse) Write(data []byte) (int, error) {
	if h.status == 0 {
		h.status = http.StatusOK
	}
	if !hasBody(h.status) {
		return 0, http.ErrBodyNotAllowed
	}
	return h.body.Write(data)
}

// send signs what the handler has answered, with the key that verified the request.
func (g *gate) send(held *heldResponse, r *http.Request, verified signkey.Verified) {
	sent := held.body.Bytes()
	if r.Method == http.MethodHead {
		// The server keeps the body to itself.
		sent = nil
	}
	signature, err := g.Endpoint.SignResponse(sent, verified, signkey.WithTimestamp(g.Now()))
	header := held.Header()
	if err != nil {
		// They are said of the answer that is not sent.
		header.Del("Content-Length")
		header.Del("Content-Encoding")
		g.refuse(held.to, r, err)
		return
	}
	header.Set(signkey.HeaderName, signature)
	if held.status != 0 {
		held.to.WriteHeader(held.status)
	}
	// Without a connection there is no one to tell.
	_, _ = held.to.Write(held.body.Bytes())
}

// hasBody says whether a response of this status may have a body (RFC 9110, section 6.4.1).
func hasBody(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}
