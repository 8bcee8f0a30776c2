package signkeyhttp

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"

	signkey "github.com/signkey/signkey/bindings-go"
)

// readBody reads the whole body, and no more than a limit. It says why there is none, else 0.
func readBody(r *http.Request, atMost uint64) (body []byte, missing signkey.NoBody) {
	if isParsed(r) {
		return nil, signkey.BodyParsed
	}
	if r.Body == nil {
		return nil, 0
	}
	var read pieces
	if r.ContentLength >= 0 && r.ContentLength < pieceSize {
		// Room for the end as well. More is not believed before it is there.
		read.last = make([]byte, 0, r.ContentLength+1)
	}
	for {
		n, err := r.Body.Read(read.room())
		read.took(n)
		switch {
		case uint64(read.size) > atMost:
			return nil, signkey.BodyTooLarge
		case err == io.EOF:
			return read.bytes(), 0
		case err != nil:
			return nil, reasonOf(err)
		}
	}
}

// isParsed says whether a parser in front holds fields of the body: a handler that asks for fields would
// get those, and not the ones of the bytes that are verified.
func isParsed(r *http.Request) bool {
	if len(r.PostForm) > 0 || r.MultipartForm != nil {
		return true
	}
	return r.Form != nil && !maps.EqualFunc(r.Form, r.URL.Query(), slices.Equal)
}

func reasonOf(err error) signkey.NoBody {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return signkey.BodyTooLarge
	case errors.Is(err, http.ErrBodyReadAfterClose):
		return signkey.BodyParsed
	default:
		return signkey.BodyAborted
	}
}

// framingOf is how the end of a body is known. The length is 0 where the protocol says that there is no
// body. It is -1 if one was announced without a length: if nothing is left of that, it may have been empty,
// or something in front has read it; net/http does not say.
func framingOf(r *http.Request) signkey.Framing {
	if r.ContentLength < 0 {
		return signkey.Framing{}
	}
	return signkey.FramingDeclared(uint64(r.ContentLength))
}
