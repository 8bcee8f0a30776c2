package signkey

import "github.com/signkey/signkey/bindings-go/internal/ffi"

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
	return ffi.ModeName(uint32(m))
}

// MarshalText is the name of the mode.
func (m Mode) MarshalText() ([]byte, error) {
	return []byte(m.String()), nil
}

// modeOf is the mode of this name, 0 if there is none.
func modeOf(name string) Mode {
	for _, mode := range []Mode{ModeCloud, ModeDev} {
		if mode.String() == name {
			return mode
		}
	}
	return 0
}
