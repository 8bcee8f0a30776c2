package signkeyhttp

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"slices"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// claimedResponse has the signature of a response remembered before the response is sent, whoever signed it,
// so that it cannot come back as a request. Nothing else of the response changes.
type claimedResponse struct {
	p         *protection
	to        http.ResponseWriter
	r         *http.Request
	admission *signkey.Admission

	isBegun bool
	// The signatures that were claimed: informational headers and trailers may have them, too.
	claimed []string
}

func (c *claimedResponse) Header() http.Header {
	return c.to.Header()
}

func (c *claimedResponse) WriteHeader(status int) {
	if !c.isBegun {
		c.claim()
	}
	// What is below 200 is informational, and others follow.
	c.isBegun = c.isBegun || status >= 200
	c.to.WriteHeader(status)
}

func (c *claimedResponse) Write(data []byte) (int, error) {
	c.begin()
	return c.to.Write(data)
}

// Flush sends what is there, as [http.Flusher] says.
func (c *claimedResponse) Flush() {
	// Without a connection there is no one to tell.
	_ = c.FlushError()
}

// FlushError is Flush for an [http.ResponseController].
func (c *claimedResponse) FlushError() error {
	c.begin()
	return http.NewResponseController(c.to).Flush()
}

// Hijack takes the connection over, as [http.Hijacker] says.
func (c *claimedResponse) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c.isBegun = true
	return http.NewResponseController(c.to).Hijack()
}

// Unwrap is for an [http.ResponseController], which sets deadlines.
func (c *claimedResponse) Unwrap() http.ResponseWriter {
	return c.to
}

// begin is for headers that are sent without a call.
func (c *claimedResponse) begin() {
	if !c.isBegun {
		c.claim()
		c.isBegun = true
	}
}

// end is for what net/http sends behind the handler: headers of one that has written nothing, and trailers. Not
// all that a handler sets late is sent, but whatever it has signed may be claimed.
func (c *claimedResponse) end() {
	c.claim()
	c.isBegun = true
}

func (c *claimedResponse) claim() {
	for name, values := range c.to.Header() {
		if !strings.EqualFold(strings.TrimPrefix(name, http.TrailerPrefix), signkey.HeaderName) {
			continue
		}
		for _, value := range values {
			if slices.Contains(c.claimed, value) {
				continue
			}
			c.claimed = append(c.claimed, value)
			// The sender may have gone. What was signed is claimed all the same.
			ctx := context.WithoutCancel(c.r.Context())
			c.p.tellOfStore(c.r, c.admission.ClaimResponse(ctx, value))
		}
	}
}
