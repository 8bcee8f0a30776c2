package signkey_test

import (
	"math"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestBordersOfTheWindowAreAccepted(t *testing.T) {
	keyring := newKeyring(t, key)
	at := func(seconds int64) signkey.VerifyOption {
		return signkey.WithNow(time.Unix(signedAt+seconds, 999_999_999))
	}
	endOfTime := signkey.WithUnixNow(math.MaxUint64)
	wide := signkey.WithWindow(time.Hour, 2*time.Hour)
	for _, test := range []struct {
		name string
		opts []signkey.VerifyOption
		want *signkey.Error
		skew time.Duration
	}{
		{"default, past border", []signkey.VerifyOption{at(300)}, nil, 0},
		{"default, too old", []signkey.VerifyOption{at(301)}, signkey.ErrExpired, 301 * time.Second},
		{"default, future border", []signkey.VerifyOption{at(-300)}, nil, 0},
		{"default, early", []signkey.VerifyOption{at(-301)}, signkey.ErrNotYetValid, 301 * time.Second},
		{"wide, past border", []signkey.VerifyOption{at(3600), wide}, nil, 0},
		{"wide, too old", []signkey.VerifyOption{wide, at(3601)}, signkey.ErrExpired, 3601 * time.Second},
		{"wide, future border", []signkey.VerifyOption{at(-7200), wide}, nil, 0},
		{"wide, early", []signkey.VerifyOption{wide, at(-7201)}, signkey.ErrNotYetValid, 7201 * time.Second},
		{"none", []signkey.VerifyOption{at(0), signkey.WithWindow(0, 0)}, nil, 0},
		{"none, old", []signkey.VerifyOption{at(1), signkey.WithWindow(0, 0)}, signkey.ErrExpired, time.Second},
		{"later option counts", []signkey.VerifyOption{at(301), at(0)}, nil, 0},
		{"zero option", []signkey.VerifyOption{at(0), {}}, nil, 0},
		{"end of time", []signkey.VerifyOption{endOfTime}, signkey.ErrExpired, math.MaxInt64},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := keyring.VerifyRequest([]byte("body"), signed("body"), test.opts...)
			verifier, begun := keyring.NewVerifier(signed("body"))
			if begun != nil {
				t.Fatal(begun)
			}
			_, _ = verifier.Write([]byte("body"))
			_, streamed := verifier.Finish(test.opts...)
			if test.want == nil {
				if err != nil || streamed != nil {
					t.Errorf("got %v and %v", err, streamed)
				}
				return
			}
			wantError(t, err, test.want)
			wantError(t, streamed, test.want)
			if skew, ok := err.(*signkey.Error).Skew(); !ok || skew != test.skew {
				t.Errorf("skew %v, want %v", skew, test.skew)
			}
		})
	}
}

func TestOptionsThatMakeNoSenseAreErrors(t *testing.T) {
	keyring := newKeyring(t, key)
	for name, opt := range map[string]signkey.VerifyOption{
		"before 1970":     signkey.WithNow(time.Unix(-1, 0)),
		"zero time":       signkey.WithNow(time.Time{}),
		"negative past":   signkey.WithWindow(-time.Second, 0),
		"negative future": signkey.WithWindow(0, -time.Second),
		"broken past":     signkey.WithWindow(1500*time.Millisecond, 0),
		"broken future":   signkey.WithWindow(0, time.Nanosecond),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := keyring.VerifyRequest(nil, signed(""), now, opt)
			wantError(t, err, signkey.ErrInvalidArgument)
			_, err = keyring.VerifyResponse(nil, signed(""), now, opt)
			wantError(t, err, signkey.ErrInvalidArgument)
			verifier, err := keyring.NewVerifier(signed(""))
			if err != nil {
				t.Fatal(err)
			}
			_, err = verifier.Finish(now, opt)
			wantError(t, err, signkey.ErrInvalidArgument)
			// The verifier is as it was.
			if _, err = verifier.Finish(now); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheClockIsTheSystemsByDefault(t *testing.T) {
	keyring := newKeyring(t, key)
	made, err := keyring.SignRaw([]byte("body"))
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now().Add(-time.Minute)
	verified, err := keyring.VerifyRequest([]byte("body"), header(made))
	if err != nil || verified.Timestamp.Before(before) || verified.Timestamp.After(time.Now()) {
		t.Error(verified, err)
	}
}
