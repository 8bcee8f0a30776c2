package signkey

import (
	"fmt"
	"net/http"
)

// RegisterRequest is a request to the platform, whose body is the configuration of the functions, and
// that follows no redirect. What is printed of it is the URL.
type RegisterRequest struct {
	// Method is the method to send it with.
	Method string
	// URL is where to send it.
	URL string
	// Header is all headers to send, but for those of the transport. Authorization is a secret.
	Header http.Header
}

// SyncResponse is the response to the request that began a sync.
type SyncResponse struct {
	// Status is the HTTP status.
	Status int
	// Header is all headers to send, but for those of the transport. The signature is among them if,
	// and only if, the request was verified.
	Header http.Header
	// Body is to be sent as it is: JSON in UTF-8.
	Body []byte
}

// Send sends the response. An error is one of the connection.
func (s SyncResponse) Send(w http.ResponseWriter) error {
	for name, values := range s.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(s.Status)
	_, err := w.Write(s.Body)
	return err
}

// String shows the URL.
func (r RegisterRequest) String() string {
	return "RegisterRequest(" + r.URL + ")"
}

// Format writes the URL for every verb of package fmt.
func (r RegisterRequest) Format(f fmt.State, _ rune) {
	write(f, r.String())
}

// MarshalText is the URL, for JSON and for logs.
func (r RegisterRequest) MarshalText() ([]byte, error) {
	return []byte(r.String()), nil
}

// GobEncode refuses: what it would write holds a secret.
func (r RegisterRequest) GobEncode() ([]byte, error) {
	return nil, errSecret
}
