package signkey

import (
	"fmt"
	"io"
	"strings"
)

// String shows the ids of the keys.
func (k *Keyring) String() string {
	return "Keyring(" + strings.Join(k.ids, " ") + ")"
}

// Format writes the ids of the keys for every verb of package fmt.
func (k *Keyring) Format(f fmt.State, _ rune) {
	write(f, k.String())
}

// MarshalText is the ids of the keys, for JSON and for logs.
func (k *Keyring) MarshalText() ([]byte, error) {
	return []byte(k.String()), nil
}

// String shows the id of the key.
func (s *SigningKey) String() string {
	return "SigningKey(" + s.ID() + ")"
}

// Format writes the id of the key for every verb of package fmt.
func (s *SigningKey) Format(f fmt.State, _ rune) {
	write(f, s.String())
}

// MarshalText is the id of the key, for JSON and for logs.
func (s *SigningKey) MarshalText() ([]byte, error) {
	return []byte(s.String()), nil
}

// Format writes the name of the type for every verb of package fmt.
func (v *Verifier) Format(f fmt.State, _ rune) {
	write(f, "Verifier")
}

// Format writes the name of the type for every verb of package fmt.
func (a *APIAuth) Format(f fmt.State, _ rune) {
	write(f, a.String())
}

// MarshalText is the name of the type, for JSON and for logs.
func (a *APIAuth) MarshalText() ([]byte, error) {
	return []byte(a.String()), nil
}

// errSecret is for encodings that would hold a secret.
var errSecret = ErrInvalidArgument.withAdvice("a secret cannot be encoded")

// write ignores errors, as package fmt keeps them itself.
func write(f fmt.State, text string) {
	_, _ = io.WriteString(f, text)
}
