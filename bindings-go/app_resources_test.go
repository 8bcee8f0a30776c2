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

// parts are everything that is made of one configuration.
type parts struct {
	config       *signkey.Config
	keyring      *signkey.Keyring
	endpoint     *signkey.Endpoint
	auth         *signkey.APIAuth
	registration *signkey.Registration
}

func newParts() (parts, error) {
	config, configErr := signkey.NewConfig(signkey.ConfigOptions{SigningKey: other, SigningKeyFallback: key}, nil)
	keyring, keyringErr := config.Keyring()
	endpoint, endpointErr := config.Endpoint(signkey.WithUnsignedMethods("GET"), signkey.WithSignedResponses())
	auth, authErr := config.APIAuth()
	admission := endpoint.AdmitWhole("PUT", signed(""), nil, now)
	registration, registrationErr := config.Registration(app, &admission, "deployId=7")
	return parts{config, keyring, endpoint, auth, registration},
		errors.Join(configErr, keyringErr, endpointErr, authErr, registrationErr)
}

func (p parts) close() {
	_ = errors.Join(p.config.Close(), p.keyring.Close(), p.endpoint.Close(), p.auth.Close(), p.registration.Close())
}

// use makes all calls, unless something is closed, and returns errors of other reasons.
func (p parts) use(id int) error {
	body := fmt.Sprintf("%d", id)
	admission := p.endpoint.AdmitWhole("POST", signed(body), []byte(body), now)
	caller, err := admission.Caller()
	if _, ok := caller.(signkey.Verified); !ok && !errors.Is(err, signkey.ErrFinished) {
		return fmt.Errorf("not verified: %v, %w", caller, err)
	}
	var signErr error
	if err == nil {
		_, err = admission.Response(200, nil)
		_, signErr = admission.Sign([]byte(body))
	}
	_, refused := verdict(p.endpoint, signed(body), "")
	if !errors.Is(refused, signkey.ErrSignatureMismatch) && !errors.Is(refused, signkey.ErrFinished) {
		return fmt.Errorf("not refused: %w", refused)
	}
	attempt, authErr := p.auth.Begin()
	if authErr == nil {
		_, authErr = p.auth.Authorization(attempt)
		p.auth.After(attempt, 401)
		p.auth.MaySendTo("https://api.inngest.com")
	}
	unsigned := p.endpoint.Admit("GET", nil)
	_, introspected := p.config.Introspect(app, &unsigned)
	_, url := p.config.ServeURL("https://app.example/")
	request, _ := p.registration.Request()
	if request.URL != "" && request.URL != "https://api.inngest.com/fn/register?deployId=7" {
		return errors.New(request.URL)
	}
	for _, err := range []error{err, signErr, authErr, introspected, url} {
		if err != nil && !errors.Is(err, signkey.ErrFinished) {
			return err
		}
	}
	return nil
}

func TestPartsOfAConfigurationServeAllGoroutines(t *testing.T) {
	it, err := newParts()
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

// Each call succeeds or is told so.
func TestPartsMayBeClosedUnderCalls(t *testing.T) {
	for range 100 {
		it, err := newParts()
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

func TestPartsMayBecomeUnreachableDuringCalls(t *testing.T) {
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
	headers := signed(body)
	together(func(int) {
		for range 10 {
			it, err := newParts()
			if err != nil {
				t.Error(err)
				return
			}
			endpoint, registration := it.endpoint, it.registration
			admission := endpoint.Admit("POST", headers)
			endpoint = nil
			if err := admission.ReceiveBody([]byte(body), signkey.FramingEnded(), now); err != nil {
				t.Error(err)
			}
			if _, err := admission.Sign(nil); err != nil {
				t.Error(err)
			}
			if _, ok := registration.Request(); !ok {
				t.Error("there is nothing to send")
			}
		}
	})
	close(stop)
	collector.Wait()
}

// Each round takes some kilobytes, so that a leak would show.
func TestPartsLeaveNoMemoryBehind(t *testing.T) {
	for name, ending := range map[string]func(parts){
		"closed":                parts.close,
		"left to the collector": func(parts) {},
	} {
		t.Run(name, func(t *testing.T) {
			flat(t, 10_000, 32<<10, func() {
				it, err := newParts()
				if err == nil {
					err = it.use(1)
				}
				if err == nil {
					err = it.registration.Answer(500, []byte(`{"error":"no"}`))
				}
				if err == nil {
					_, err = it.registration.Response(nil)
				}
				if err != nil {
					t.Fatal(err)
				}
				ending(it)
			})
		})
	}
}

func TestPartsDoNotShowSecrets(t *testing.T) {
	it, err := newParts()
	if err != nil {
		t.Fatal(err)
	}
	defer it.close()
	// The credential of the fallback, whose canaries are known.
	if err := it.registration.Answer(401, nil); err != nil {
		t.Fatal(err)
	}
	request, _ := it.registration.Request()
	if !leaks(request.Header.Get("Authorization")) {
		t.Fatal("this test would not see a leak")
	}
	for _, shown := range []any{
		it.endpoint, it.auth, it.registration, request, &request,
		struct {
			Auth    *signkey.APIAuth
			Request signkey.RegisterRequest
		}{it.auth, request},
	} {
		for _, text := range renderings(t, shown) {
			if leaks(text) {
				t.Errorf("%T shows its secret: %s", shown, text)
			}
		}
	}
	admission := it.endpoint.Admit("POST", signed("body"))
	for _, text := range renderings(t, admission) {
		if leaks(text) {
			t.Error("an admission shows a secret:", text)
		}
	}
}
