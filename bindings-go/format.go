package signkey

import (
	"fmt"
	"io"
)

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

// errSecret is for encodings that would hold a secret.
var errSecret = ErrInvalidArgument.withAdvice("a secret cannot be encoded")

// write ignores errors, as package fmt keeps them itself.
func write(f fmt.State, text string) {
	_, _ = io.WriteString(f, text)
}
