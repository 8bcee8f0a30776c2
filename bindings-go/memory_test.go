package signkey_test

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// residentKiB is the resident memory of this process.
func residentKiB(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("resident memory is read from /proc, which is not here")
	}
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		t.Fatal("no VmRSS in /proc/self/status")
	}
	resident, err := strconv.Atoi(string(fields[0]))
	if err != nil {
		t.Fatal(err)
	}
	return resident
}

// flat runs a function many times and fails if resident memory grows by more than the limit.
func flat(t *testing.T, times, limitKiB int, run func()) {
	for range times / 10 {
		run()
	}
	runtime.GC()
	before := residentKiB(t)
	for i := range times {
		run()
		if i%1000 == 0 {
			runtime.GC()
		}
	}
	grown := residentKiB(t) - before
	t.Logf("%d times: %d KiB more", times, grown)
	// The race detector has memory of its own, which it gives back late: it looks for races here.
	if grown > limitKiB && !raceEnabled {
		t.Errorf("resident memory grew by %d KiB", grown)
	}
}

func TestCallsLeaveNoMemoryBehind(t *testing.T) {
	keyring := newKeyring(t, other, key)
	body, headers, wrong := []byte(`{"b":1,"a":2}`), signed(`{"a":2,"b":1}`), signed("other")
	flat(t, 250_000, 8<<10, func() {
		_, accepted := keyring.VerifyRequest(body, headers, now)
		_, refused := keyring.VerifyRequest(body, wrong, now)
		_, _, canonicalized := signkey.Canonicalize(body)
		_, made := keyring.SignRequest(body)
		if accepted != nil || refused == nil || canonicalized != nil || made != nil {
			t.Fatal(accepted, refused, canonicalized, made)
		}
	})
}

// Each keyring takes some kilobytes, so that a leak would show.
func TestHandlesLeaveNoMemoryBehind(t *testing.T) {
	headers := signed("body")
	for name, ending := range map[string]func(*signkey.Keyring, *signkey.Verifier){
		"closed": func(keyring *signkey.Keyring, verifier *signkey.Verifier) {
			_, _ = keyring.Close(), verifier.Close()
		},
		"left to the collector": func(*signkey.Keyring, *signkey.Verifier) {},
	} {
		t.Run(name, func(t *testing.T) {
			flat(t, 50_000, 32<<10, func() {
				keyring, err := signkey.NewKeyring(key, other)
				if err != nil {
					t.Fatal(err)
				}
				verifier, err := keyring.NewVerifier(headers)
				if err != nil {
					t.Fatal(err)
				}
				ending(keyring, verifier)
			})
		})
	}
}

func TestVerifyingAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	keyring := newKeyring(t, other, key)
	body, headers := []byte("body"), signed("body")
	allocations := testing.AllocsPerRun(1000, func() {
		window := signkey.WithWindowSeconds(300, 300)
		if _, err := keyring.VerifyRequest(body, headers, now, window); err != nil {
			t.Fatal(err)
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations for a verification", allocations)
	}
	endpoint := newEndpoint(t, signkey.ModeCloud, keyring)
	headers["Content-Length"], headers["X-Other"] = []string{"4"}, []string{"x"}
	allocations = testing.AllocsPerRun(1000, func() {
		admission := endpoint.Admit("POST", headers)
		if err := admission.ReceiveBody(body, signkey.FramingDeclared(4), now); err != nil || admission.Step() != signkey.StepAdmit {
			t.Fatal(err)
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations for an admission", allocations)
	}
	endpoint = newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithReplayGuard(newGuard(t, 1000)))
	allocations = testing.AllocsPerRun(1000, func() {
		admission := endpoint.Admit("POST", headers)
		if err := admission.ReceiveBody(body, signkey.FramingDeclared(4), now); err != nil {
			t.Fatal(err)
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations for a claim in a guard", allocations)
	}
	headers = signed("other")
	allocations = testing.AllocsPerRun(1000, func() {
		if _, err := keyring.VerifyRequest(body, headers, now); err == nil {
			t.Fatal("accepted")
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations for a refusal", allocations)
	}
}
