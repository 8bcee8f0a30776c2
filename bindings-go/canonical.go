package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

// Canonicalize brings a JSON document of at most 16 MiB into canonical form (RFC 8785): UTF-8
// without white space, members sorted, numbers as ECMAScript writes them. The document must be
// valid UTF-8 without a byte order mark, without duplicate member names and lone surrogates (RFC
// 7493), with at most 512 open containers.
//
// It says whether the form is lossless: whether the exact decimal value of every number, and the
// sign of zero, survived. If not, other documents have the same canonical form, and no signature is
// made or accepted under it.
//
// Errors: [ErrJSONTooLarge], [ErrJSONInvalidUTF8], then what the scan meets first:
// [ErrInvalidJSON], [ErrJSONLoneSurrogate], [ErrJSONDuplicateMember], [ErrJSONTooDeep] or
// [ErrJSONNumberOutOfRange]; [ErrOutOfMemory]. Safe for concurrent use.
func Canonicalize(json []byte) (canonical []byte, lossless bool, err error) {
	return CanonicalizeWithin(json, ffi.DefaultJSONSize)
}

// CanonicalizeWithin is [Canonicalize] for documents of at most maxSize bytes, at least 1 and at
// most 512 MiB.
func CanonicalizeWithin(json []byte, maxSize int) (canonical []byte, lossless bool, err error) {
	if maxSize < 1 {
		return nil, false, errNoSize
	}
	canonical, lossless, failure := ffi.Canonicalize(json, uint64(maxSize))
	return canonical, lossless, asError(failure)
}

var errNoSize = ErrInvalidArgument.withAdvice("a limit on JSON must be at least 1 byte")
