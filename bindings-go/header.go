package signkey

import (
	"net/http"
	"strings"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// HeaderName is the header that carries the signature of a request and of a response.
const HeaderName = ffi.SignatureHeader

func signatureOf(header http.Header) ffi.Header {
	return headerOf(header, HeaderName)
}

// valueOf is a header of which nothing but the value is known.
func valueOf(value string) ffi.Header {
	return ffi.Header{Value: value, Present: value != ""}
}

// headerOf tells absent, empty and repeated headers apart. Repeated ones are joined (RFC 9110,
// section 5.3), and so are those under names that differ in case alone.
func headerOf(header http.Header, name string) ffi.Header {
	values := header[name]
	if len(header) > 1 || len(values) == 0 {
		values = valuesOf(header, name)
	}
	switch len(values) {
	case 0:
		return ffi.Header{}
	case 1:
		return ffi.Header{Value: values[0], Present: true}
	default:
		return ffi.Header{Value: strings.Join(values, ", "), Present: true}
	}
}

// valuesOf looks for a name in any case.
func valuesOf(header http.Header, name string) (values []string) {
	for other, found := range header {
		switch {
		case len(other) != len(name) || !strings.EqualFold(other, name):
		case values == nil:
			values = found
		default:
			values = append(values[:len(values):len(values)], found...)
		}
	}
	return values
}

func headerOfFields(fields []ffi.Field) http.Header {
	header := http.Header{}
	for _, field := range fields {
		header.Add(field.Name, field.Value)
	}
	return header
}
