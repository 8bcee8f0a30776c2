package signkeyhttp

import (
	"bytes"
	"errors"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

// firstBuffer is how much is allocated on the word of Content-Length alone, in bytes.
const firstBuffer = 64 << 10

// readBody reads the whole body, and no more than the limit.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit {
		return nil, signkey.ErrBodyTooLarge
	}
	var body bytes.Buffer
	if r.Body != nil {
		body.Grow(int(min(max(r.ContentLength, 0), firstBuffer)) + bytes.MinRead)
		_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, limit))
		if err != nil {
			return nil, readError(err)
		}
	}
	// The server itself reports a body that breaks off, so that someone has read what is missing.
	if int64(body.Len()) < r.ContentLength {
		return nil, signkey.ErrBodyUnavailable
	}
	return body.Bytes(), nil
}

func readError(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return signkey.ErrBodyTooLarge
	case errors.Is(err, http.ErrBodyReadAfterClose):
		return signkey.ErrBodyUnavailable
	default:
		return err
	}
}

// leaveUnread has the server answer without waiting for a body that no one reads. With the body in
// the way, an HTTP/1 connection is of no further use.
func leaveUnread(w http.ResponseWriter, r *http.Request) {
	if r.ProtoMajor == 1 && r.ContentLength != 0 {
		w.Header().Set("Connection", "close")
	}
}

// looksTaken says whether a body that does not verify is one that was read before.
func looksTaken(r *http.Request, body []byte) bool {
	return len(body) == 0 && r.ContentLength < 0
}
