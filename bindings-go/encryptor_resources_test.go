package signkey_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

func TestOneEncryptorServesAllGoroutines(t *testing.T) {
	encryptor := newEncryptor(t, keyOptions(otherSecret, secret))
	together(func(goroutine int) {
		for round := range rounds {
			value := fmt.Sprintf(`{"goroutine":%d,"round":%d}`, goroutine, round)
			encrypted, err := encryptor.EncryptValue([]byte(value))
			if err != nil {
				t.Error(err)
			}
			wantPlain(t, value, true)(encryptor.DecryptValue(encrypted))
			wantPlain(t, `{"a":1}`, true)(encryptor.DecryptError([]byte(sealedError)))
			wantRefused(t, signkey.ErrMalformedEnvelope)(
				encryptor.DecryptEventData([]byte(`{"x":{"__ENCRYPTED__":true,"data":1}}`)))
		}
	})
}

// TestAnEncryptorMayBeClosedUnderCalls closes encryptors under calls: each call succeeds or is told so.
func TestAnEncryptorMayBeClosedUnderCalls(t *testing.T) {
	for range 100 {
		encryptor := newEncryptor(t, keyOptions(secret))
		together(func(goroutine int) {
			for round := range 20 {
				if goroutine == 0 && round == 10 {
					_ = encryptor.Close()
				}
				_, err := encryptor.EncryptValue([]byte("null"))
				if err != nil && !errors.Is(err, signkey.ErrFinished) {
					t.Error(err)
				}
				plain, _, err := encryptor.DecryptValue([]byte(sealed))
				if err == nil && string(plain) != `{"a":1}` || err != nil && !errors.Is(err, signkey.ErrFinished) {
					t.Error(string(plain), err)
				}
			}
		})
	}
}

// TestAnEncryptorMayBecomeUnreachableDuringACall drops the last reference to an encryptor before a call returns.
func TestAnEncryptorMayBecomeUnreachableDuringACall(t *testing.T) {
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
	value := bytes.Repeat([]byte("1"), 1<<20)
	together(func(int) {
		for range 3 {
			encryptor, err := signkey.NewEncryptor(keyOptions(secret))
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := encryptor.EncryptValue(value); err != nil {
				t.Error(err)
			}
		}
	})
	close(stop)
	collector.Wait()
}

func TestEncryptionLeavesNoMemoryBehind(t *testing.T) {
	encryptor := newEncryptor(t, keyOptions(otherSecret, secret))
	event := json.RawMessage(`{"id":1,"encrypted":"` + string(bytes.Repeat([]byte("x"), 1000)) + `"}`)
	flat(t, 20_000, 8<<10, func() {
		encrypted, encryptErr := encryptor.EncryptEventData(event)
		_, wasEncrypted, decryptErr := encryptor.DecryptEventData(encrypted)
		failure, failureErr := encryptor.EncryptError(event)
		_, _, cutErr := encryptor.DecryptError(failure[:len(failure)-2])
		if encryptErr != nil || decryptErr != nil || failureErr != nil || cutErr == nil || !wasEncrypted {
			t.Fatal(encryptErr, decryptErr, failureErr, cutErr, wasEncrypted)
		}
	})
}

// Each encryptor takes some kilobytes, so that a leak would show.
func TestEncryptorsLeaveNoMemoryBehind(t *testing.T) {
	fallbacks := make([]string, 20)
	for i := range fallbacks {
		fallbacks[i] = secret
	}
	options := keyOptions(secret, fallbacks...)
	for name, ending := range map[string]func(*signkey.Encryptor){
		"closed":                func(encryptor *signkey.Encryptor) { _ = encryptor.Close() },
		"left to the collector": func(*signkey.Encryptor) {},
	} {
		t.Run(name, func(t *testing.T) {
			flat(t, 20_000, 16<<10, func() {
				encryptor, err := signkey.NewEncryptor(options)
				if err != nil {
					t.Fatal(err)
				}
				ending(encryptor)
			})
		})
	}
}

// TestLargeValuesAreEncrypted holds the peak of resident memory against two copies of a value of 4 MB.
func TestLargeValuesAreEncrypted(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector has memory of its own for each byte")
	}
	encryptor := newEncryptor(t, keyOptions(secret))
	value := []byte(`"` + string(bytes.Repeat([]byte("x"), 4<<20)) + `"`)
	var encrypted, plain json.RawMessage
	var err error
	atMost(t, 2*6<<20, func() { encrypted, err = encryptor.EncryptValue(value) })
	if err != nil {
		t.Fatal(err)
	}
	atMost(t, 2*6<<20, func() { plain, _, err = encryptor.DecryptValue(encrypted) })
	if err != nil || !bytes.Equal(plain, value) {
		t.Error("the value is another one", err)
	}
}

// atMost fails if the peak of resident memory grows by more bytes.
func atMost(t *testing.T, limit int, run func()) {
	t.Helper()
	debug.FreeOSMemory()
	// What proc(5) says resets the peak.
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Skip("the peak of resident memory cannot be reset here")
	}
	before := peakKiB(t)
	run()
	grown := (peakKiB(t) - before) << 10
	t.Logf("%d bytes more at the peak", grown)
	if grown > limit {
		t.Errorf("the peak grew by %d bytes, more than %d", grown, limit)
	}
}

func peakKiB(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	peak, err := strconv.Atoi(string(bytes.Fields(rest)[0]))
	if err != nil {
		t.Fatal(err)
	}
	return peak
}
