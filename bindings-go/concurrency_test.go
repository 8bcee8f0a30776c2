package signkey_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

const (
	goroutines = 8
	rounds     = 2_000
)

// together runs the function on all goroutines and waits for them.
func together(run func(goroutine int)) {
	var group sync.WaitGroup
	for i := range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			run(i)
		}()
	}
	group.Wait()
}

func TestOneKeyringServesAllGoroutines(t *testing.T) {
	keyring := newKeyring(t, other, key)
	var accepted, refused atomic.Int64
	together(func(goroutine int) {
		for round := range rounds {
			body := fmt.Sprintf(`{"goroutine":%d,"round":%d}`, goroutine, round)
			_, err := keyring.VerifyRequest([]byte(" "+body), signed(body), now)
			if err == nil {
				accepted.Add(1)
			}
			_, err = keyring.VerifyRequest([]byte(body), signed(body+" "), now)
			if errors.Is(err, signkey.ErrSignatureMismatch) {
				refused.Add(1)
			}
			made, err := keyring.SignRaw([]byte(body), signkey.WithUnixTimestamp(signedAt), signkey.WithKeyIndex(1))
			if err != nil || made != signature(keyText, []byte(body), signedAt) {
				t.Error(made, err)
			}
		}
	})
	if want := int64(goroutines * rounds); accepted.Load() != want || refused.Load() != want {
		t.Errorf("%d accepted, %d refused, want %d", accepted.Load(), refused.Load(), want)
	}
}

// TestAKeyringMayBeClosedUnderCalls closes keyrings under calls: each call succeeds or is told so.
func TestAKeyringMayBeClosedUnderCalls(t *testing.T) {
	for range 200 {
		keyring := newKeyring(t, key)
		together(func(goroutine int) {
			for round := range 20 {
				if goroutine == 0 && round == 10 {
					_ = keyring.Close()
				}
				_, err := keyring.VerifyRequest([]byte("body"), signed("body"), now)
				if err != nil && !errors.Is(err, signkey.ErrFinished) {
					t.Error(err)
				}
				verifier, err := keyring.NewVerifier(signed("body"))
				if err != nil {
					continue
				}
				if _, err := verifier.Write([]byte("body")); err != nil {
					t.Error(err)
				}
				if _, err := verifier.Finish(now); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestGoroutinesTakeTurnsWithAVerifier has goroutines write the same byte, so that their order does not matter.
func TestGoroutinesTakeTurnsWithAVerifier(t *testing.T) {
	keyring := newKeyring(t, key)
	body := make([]byte, goroutines*rounds)
	verifier, err := keyring.NewVerifier(signed(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	together(func(int) {
		for range rounds {
			if _, err := verifier.Write([]byte{0}); err != nil {
				t.Error(err)
			}
		}
	})
	var verdicts, finished atomic.Int64
	together(func(int) {
		_, err := verifier.Finish(now)
		switch {
		case err == nil:
			verdicts.Add(1)
		case errors.Is(err, signkey.ErrFinished):
			finished.Add(1)
		}
	})
	if verdicts.Load() != 1 || finished.Load() != goroutines-1 {
		t.Errorf("%d verdicts, %d finished", verdicts.Load(), finished.Load())
	}
}

// TestAKeyringMayBecomeUnreachableDuringACall drops the last reference to a keyring before a call returns.
func TestAKeyringMayBecomeUnreachableDuringACall(t *testing.T) {
	stop := make(chan struct{})
	var collector sync.WaitGroup
	collector.Add(1)
	go func() {
		defer collector.Done()
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	}()
	body := make([]byte, 1<<20)
	headers := signed(string(body))
	together(func(int) {
		for range 20 {
			keyring, err := signkey.NewKeyring(key)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := keyring.VerifyRequest(body, headers, now); err != nil {
				t.Error(err)
			}
		}
	})
	close(stop)
	collector.Wait()
}
