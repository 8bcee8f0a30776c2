package signkey

import (
	"fmt"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Mode is who sends the requests to an app.
type Mode uint8

const (
	// ModeCloud is the platform: every request is signed.
	ModeCloud Mode = ffi.ModeCloud
	// ModeDev is a development server, which signs nothing: a request without a signature is let
	// through as [Unverified].
	ModeDev Mode = ffi.ModeDev
)

// String is the name that all languages share: "cloud" or "dev".
func (m Mode) String() string {
	switch m {
	case ModeCloud:
		return "cloud"
	case ModeDev:
		return "dev"
	default:
		return fmt.Sprintf("Mode(%d)", uint8(m))
	}
}

// MarshalText is the name of the mode.
func (m Mode) MarshalText() ([]byte, error) {
	return []byte(m.String()), nil
}
