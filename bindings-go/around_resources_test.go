package signkey_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
)

// around is everything that is made of one configuration.
type around struct {
	config    *signkey.Config
	keyring   *signkey.Keyring
	endpoint  *signkey.Endpoint
	auth      *signkey.APIAuth
	handshake *signkey.Handshake
}

func newAround() (around, error) {
	config, configErr := signkey.NewConfig(signkey.ConfigOptions{SigningKey: other, SigningKeyFallback: key}, nil)
	keyring, keyringErr := config.Keyring()
	endpoint, endpointErr := config.Endpoint(signkey.AllowUnsigned("GET"))
	auth, authErr := config.APIAuth()
	handshake, handshakeErr := signkey.NewHandshake(config, auth, app, endpoint, put(), nil, now)
	return around{config, keyring, endpoint, auth, handshake},
		errors.Join(configErr, keyringErr, endpointErr, authErr, handshakeErr)
}

func (a around) close() {
	_ = errors.Join(a.config.Close(), a.keyring.Close(), a.endpoint.Close(), a.auth.Close(), a.handshake.Close())
}

// use makes all calls, as far as nothing is closed, and returns errors of other reasons.
func (a around) use(id int) error {
	body := fmt.Sprintf("%d", id)
	caller, err := a.endpoint.Authenticate(post(body), []byte(body), now)
	if _, ok := caller.(signkey.Verified); !ok && !errors.Is(err, signkey.ErrFinished) {
		return fmt.Errorf("not verified: %v, %w", caller, err)
	}
	_, refused := a.endpoint.Authenticate(post(body), nil, now)
	if !errors.Is(refused, signkey.ErrSignatureMismatch) && !errors.Is(refused, signkey.ErrFinished) {
		return fmt.Errorf("not refused: %w", refused)
	}
	attempt, err := a.auth.Begin()
	if err == nil {
		_, err = a.auth.Authorization(attempt)
		a.auth.After(attempt, 401)
		a.auth.MaySendTo("https://api.inngest.com")
	}
	_, introspected := a.config.Introspect(app, a.endpoint, get(nil), nil, now)
	_, url := a.config.ServeURL("https://app.example/")
	request, _ := a.handshake.Request()
	if request.URL != "" && request.URL != "https://api.inngest.com/fn/register?deployId=7" {
		return errors.New(request.URL)
	}
	for _, err := range []error{err, introspected, url} {
		if err != nil && !errors.Is(err, signkey.ErrFinished) {
			return err
		}
	}
	return nil
}

func TestAroundForAll(t *testing.T) {
	it, err := newAround()
	if err != nil {
		t.Fatal(err)
	}
	defer it.close()
	together(func(goroutine int) {
		for round := range rounds / 4 {
			if err := it.use(goroutine<<16 + round); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestCloseAroundDuringUse closes under calls: each call succeeds or is told so.
func TestCloseAroundDuringUse(t *testing.T) {
	for range 100 {
		it, err := newAround()
		if err != nil {
			t.Fatal(err)
		}
		together(func(goroutine int) {
			for round := range 10 {
				if goroutine == 0 && round == 5 {
					it.close()
				}
				if err := it.use(round); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestUnreachableAround drops the last references before calls return.
func TestUnreachableAround(t *testing.T) {
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
	body := strings.Repeat("x", 1<<20)
	request := post(body)
	together(func(int) {
		for range 10 {
			it, err := newAround()
			if err != nil {
				t.Error(err)
				return
			}
			endpoint, handshake := it.endpoint, it.handshake
			if _, err := endpoint.Authenticate(request, []byte(body), now); err != nil {
				t.Error(err)
			}
			if _, ok := handshake.Request(); !ok {
				t.Error("there is nothing to send")
			}
		}
	})
	close(stop)
	collector.Wait()
}

// Each round takes some kilobytes, so that a leak would show.
func TestMemoryOfAround(t *testing.T) {
	for name, ending := range map[string]func(around){
		"closed":                around.close,
		"left to the collector": func(around) {},
	} {
		t.Run(name, func(t *testing.T) {
			flat(t, 10_000, 32<<10, func() {
				it, err := newAround()
				if err == nil {
					err = it.use(1)
				}
				if err == nil {
					err = it.handshake.Answer(500, []byte(`{"error":"no"}`))
				}
				if err == nil {
					_, err = it.handshake.Response(nil)
				}
				if err != nil {
					t.Fatal(err)
				}
				ending(it)
			})
		})
	}
}

func TestAroundDoesNotShowSecrets(t *testing.T) {
	it, err := newAround()
	if err != nil {
		t.Fatal(err)
	}
	defer it.close()
	// The credential of the fallback, whose canaries are known.
	if err := it.handshake.Answer(401, nil); err != nil {
		t.Fatal(err)
	}
	request, _ := it.handshake.Request()
	if !leaks(request.Header.Get("Authorization")) {
		t.Fatal("this test would not see a leak")
	}
	for _, shown := range []any{
		it.endpoint, it.auth, it.handshake, request, &request,
		struct {
			Auth    *signkey.APIAuth
			Request signkey.SyncRequest
		}{it.auth, request},
	} {
		for _, text := range renderings(t, shown) {
			if leaks(text) {
				t.Errorf("%T shows its secret: %s", shown, text)
			}
		}
	}
	if id := it.keyring.KeyIDs()[1]; !strings.Contains(it.endpoint.String(), id) {
		t.Error(it.endpoint)
	}
	if text := newEndpoint(t, signkey.ModeDev, nil).String(); text != "Endpoint()" {
		t.Error(text)
	}
}
