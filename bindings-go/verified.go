package signkey

import (
	"math"
	"time"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Verified says what was found of a message that is authentic and timely.
type Verified struct {
	// KeyIndex is the index in the keyring of the key that matched; 0 is the primary.
	KeyIndex int
	// KeyID is the id of the key that matched, 12 hexadecimal digits.
	KeyID string
	// Form is the form of the body under which the signature matched.
	Form Form
	// Timestamp is when the message was signed, in UTC. One behind the year 9999 is given as its
	// last second.
	Timestamp time.Time
	// UnixTime is Timestamp in seconds since 1970-01-01 00:00 UTC, exact for all that a header can
	// hold.
	UnixTime uint64
	// Age is how old the signature was, negative if it was ahead of the clock. One that is too long
	// for a [time.Duration], some 292 years, is given as the longest.
	Age time.Duration
}

// Form is the form of a body under which a signature matched.
type Form uint8

const (
	// FormRaw is the bytes as received.
	FormRaw Form = ffi.FormRaw
	// FormCanonical is the canonical form (RFC 8785) of the JSON received. Requests only.
	FormCanonical Form = ffi.FormCanonical
	// FormTrimmed is the bytes less one trailing line feed. Responses only.
	FormTrimmed Form = ffi.FormTrimmed
)

// String is the name that all languages share: "raw", "canonical" or "trimmed".
func (f Form) String() string {
	return ffi.FormName(uint32(f))
}

// MarshalText is the name of the form.
func (f Form) MarshalText() ([]byte, error) {
	return []byte(f.String()), nil
}

// fill writes a verdict where the caller wants it: one that is returned is copied.
func (v *Verified) fill(found ffi.Verified, keyID string) {
	v.KeyIndex = int(found.KeyIndex)
	v.KeyID = keyID
	v.Form = Form(found.Form)
	v.Timestamp = time.Unix(int64(min(found.Timestamp, lastSecond)), 0).UTC()
	v.UnixTime = found.Timestamp
	v.Age = ageOf(found.AgeSeconds)
}

// lastSecond is 9999-12-31 23:59:59 UTC, the last that RFC 3339 can write.
const lastSecond = 253402300799

func ageOf(seconds int64) time.Duration {
	if seconds < 0 {
		return -longestWithin(-uint64(seconds))
	}
	return longestWithin(uint64(seconds))
}

func longestWithin(seconds uint64) time.Duration {
	if seconds > math.MaxInt64/uint64(time.Second) {
		return math.MaxInt64
	}
	return time.Duration(seconds) * time.Second
}
