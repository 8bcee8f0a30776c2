package signkey_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

func newGuard(t testing.TB, entries uint64, opts ...signkey.VerifyOption) *signkey.ReplayGuard {
	t.Helper()
	guard, err := signkey.NewReplayGuard(entries, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = guard.Close() })
	return guard
}

// sent is the verdict on a POST, nil if it was admitted.
func sent(endpoint *signkey.Endpoint, body string, header http.Header) error {
	admission := endpoint.AdmitWhole("POST", header, []byte(body), now)
	_, err := admission.Caller()
	return err
}

func TestAGuardAcceptsAMessageOnceUnderEachName(t *testing.T) {
	guard, keyring := newGuard(t, 1000), newKeyring(t, key)
	endpoint := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithReplayGuard(guard))
	shop := newEndpoint(
		t, signkey.ModeCloud, keyring, signkey.WithReplayGuard(guard), signkey.WithName("shop"))
	header := signed(`{"a":1}`)
	if err := sent(endpoint, `{"a":1}`, header); err != nil {
		t.Fatal(err)
	}
	// In another form it is the same message.
	for _, body := range []string{`{"a":1}`, `{ "a": 1 }`} {
		wantError(t, sent(endpoint, body, header), signkey.ErrReplayed)
	}
	if err := sent(shop, `{"a":1}`, header); err != nil {
		t.Error(err)
	}
	if err := guard.Close(); err != nil {
		t.Error(err)
	}
	wantError(t, sent(shop, `{"a":1}`, header), signkey.ErrReplayed)
	_, err := guard.Fullness(now)
	wantError(t, err, signkey.ErrFinished)
	_, err = signkey.NewEndpoint(signkey.ModeCloud, keyring, signkey.WithReplayGuard(guard))
	wantError(t, err, signkey.ErrFinished)
}

func TestAFullGuardRefusesAndSaysHowFullItIs(t *testing.T) {
	guard := newGuard(t, 1)
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key), signkey.WithReplayGuard(guard))
	empty, err := guard.Fullness(now)
	if empty != 0 || err != nil {
		t.Error(empty, err)
	}
	if err := sent(endpoint, "1", signed("1")); err != nil {
		t.Fatal(err)
	}
	wantError(t, sent(endpoint, "2", signed("2")), signkey.ErrReplayGuardFull)
	full, err := guard.Fullness(now)
	if full < 1 || err != nil || signkey.ErrReplayGuardFull.HTTPStatus() != 503 {
		t.Error(full, err)
	}
}

func TestASignedResponseIsNoRequest(t *testing.T) {
	endpoint := newEndpoint(
		t, signkey.ModeCloud, newKeyring(t, key), signkey.WithReplayGuard(newGuard(t, 1000)))
	admission := endpoint.AdmitWhole("POST", signed("{}"), []byte("{}"), now)
	if !admission.ClaimsResponses() {
		t.Error("responses are not claimed")
	}
	value, err := admission.Sign([]byte("answer"), signkey.WithUnixTimestamp(signedAt))
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, sent(endpoint, "answer", header(value)), signkey.ErrReplayed)

	// Nor is one that an SDK has signed.
	foreign := signed("another answer")
	value = foreign.Get(signkey.HeaderName)
	if err := admission.ClaimResponse(context.Background(), value); err != nil {
		t.Error(err)
	}
	wantError(t, sent(endpoint, "another answer", foreign), signkey.ErrReplayed)
}

func TestWithoutReplayProtectionNothingIsClaimed(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	admission := endpoint.AdmitWhole("POST", signed("{}"), []byte("{}"), now)
	claim, ok, err := admission.ResponseClaim(signed("answer").Get(signkey.HeaderName))
	if admission.ClaimsResponses() || ok || err != nil || claim.ID != "" {
		t.Error(claim, ok, err)
	}
	wantError(t, admission.ReceiveClaim(signkey.ClaimFirst), signkey.ErrFinished)
	wantError(t, admission.AskStore(context.Background()), signkey.ErrFinished)
	var plain signkey.Admission
	_, _, err = plain.ResponseClaim("t=1")
	wantError(t, err, signkey.ErrInvalidArgument)
}

func TestReplayOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	narrow := newGuard(t, 16, signkey.WithWindowSeconds(300, 299))
	withGuard := signkey.WithReplayGuard(newGuard(t, 16))
	for name, opts := range map[string][]signkey.EndpointOption{
		"narrow guard":           {signkey.WithReplayGuard(narrow)},
		"no guard":               {signkey.WithReplayGuard(nil)},
		"no store":               {signkey.WithReplayStore(nil)},
		"unclaimed, no store":    {signkey.WithAdmitUnclaimed()},
		"negative skew":          {signkey.WithReplaySkew(-time.Second)},
		"skew of half a second":  {signkey.WithReplaySkew(time.Second / 2)},
		"a name that is broken":  {signkey.WithName("\xff")},
		"skew, no store":         {signkey.WithReplaySkew(time.Minute)},
		"default skew, no store": {signkey.WithReplaySkewSeconds(300), withGuard},
		"no time for a store":    {signkey.WithReplayStore(patient{deadline: 0})},
		"less than no time":      {signkey.WithReplayStore(patient{deadline: -1})},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := signkey.NewEndpoint(signkey.ModeCloud, nil, opts...)
			wantError(t, err, signkey.ErrInvalidArgument)
		})
	}
	for setting, opt := range map[string]signkey.EndpointOption{
		"replay_guard":    signkey.WithReplayGuard(narrow),
		"replay_skew":     signkey.WithReplaySkew(time.Minute),
		"admit_unclaimed": signkey.WithAdmitUnclaimed(),
		"replay_store":    signkey.WithReplayStore(patient{}),
	} {
		_, err := signkey.NewEndpoint(signkey.ModeCloud, nil, opt)
		var refused *signkey.Error
		if !errors.As(err, &refused) {
			t.Fatal(setting, err)
		}
		if found, _ := refused.Setting(); found != setting || !strings.Contains(refused.Message(), setting) {
			t.Error(refused)
		}
	}
	for _, opt := range []signkey.VerifyOption{now, signkey.WithMaxJSONSize(1), signkey.WithWindow(-1, 0)} {
		_, err := signkey.NewReplayGuard(1, opt)
		wantError(t, err, signkey.ErrInvalidArgument)
	}
	_, err := signkey.NewReplayGuard(0)
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = narrow.Fullness(signkey.WithWindow(0, 0))
	wantError(t, err, signkey.ErrInvalidArgument)
}

// TestOfAllGoroutinesOneIsTheFirst sends each of a million messages eight times, from eight goroutines that
// begin at different places. In short mode, and under the race detector, it is a share of it.
func TestOfAllGoroutinesOneIsTheFirst(t *testing.T) {
	const goroutines, window = 8, 601
	messages := 1_000_000
	if testing.Short() || raceEnabled {
		messages /= 50
	}
	// As many again, for chance puts more into some seconds than into others.
	guard := newGuard(t, uint64(messages+messages/8+1024))
	keyring := newKeyring(t, key)
	endpoint := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithReplayGuard(guard))
	accepted := make([]atomic.Uint32, messages)
	var replayed, others atomic.Uint64
	clock := signkey.WithUnixNow(signedAt)
	send := func(message int) {
		body := fmt.Appendf(nil, "%d", message)
		timestamp := signkey.WithUnixTimestamp(signedAt - 300 + uint64(message%window))
		value, err := keyring.SignRaw(body, timestamp)
		if err != nil {
			others.Add(1)
			return
		}
		admission := endpoint.AdmitWhole("POST", http.Header{signkey.HeaderName: {value}}, body, clock)
		switch _, err := admission.Caller(); {
		case err == nil:
			accepted[message].Add(1)
		case errors.Is(err, signkey.ErrReplayed):
			replayed.Add(1)
		default:
			others.Add(1)
		}
	}
	began := time.Now()
	var group sync.WaitGroup
	for goroutine := range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range messages {
				send((i + goroutine*messages/(2*goroutines)) % messages)
			}
		}()
	}
	group.Wait()
	for message := range accepted {
		if times := accepted[message].Load(); times != 1 {
			t.Fatalf("message %d was accepted %d times", message, times)
		}
	}
	if want := uint64(messages) * (goroutines - 1); replayed.Load() != want || others.Load() != 0 {
		t.Errorf("%d replayed, want %d; %d others", replayed.Load(), want, others.Load())
	}
	t.Logf("%d claims of %d messages from %d goroutines on %d processors: %v",
		goroutines*messages, messages, goroutines, runtime.GOMAXPROCS(0), time.Since(began))
}

func TestAGuardDoesNotGrow(t *testing.T) {
	guard := newGuard(t, 10_000)
	keyring := newKeyring(t, key)
	endpoint := newEndpoint(t, signkey.ModeCloud, keyring, signkey.WithReplayGuard(guard))
	tenth := uint64(10 * signedAt)
	// An hour of ten messages a second, by a clock that is told.
	flat(t, 36_000, 4<<10, func() {
		tenth++
		body := fmt.Appendf(nil, "%d", tenth)
		value, err := keyring.SignRaw(body, signkey.WithUnixTimestamp(tenth/10))
		if err != nil {
			t.Fatal(err)
		}
		admission := endpoint.AdmitWhole("POST", header(value), body, signkey.WithUnixNow(tenth/10))
		if admission.Step() != signkey.StepAdmit {
			t.Fatal(admission)
		}
	})
}
