//go:build unix

package signkeyredis_test

import (
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeyredis"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

// app is a process of an app: a handler of its own that shares the server with others.
func app(t *testing.T, kit *signkeytest.Kit, s *server, opts ...signkey.EndpointOption) http.Handler {
	t.Helper()
	opts = append(opts, signkey.WithReplayStore(newStore(t, s)))
	endpoint, err := signkey.NewEndpoint(signkey.ModeCloud, kit.Keyring(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = endpoint.Close() })
	options := &signkeyhttp.Options{Now: kit.Now, OnStoreError: func(*http.Request, error) {}}
	return signkeyhttp.Middleware(endpoint, options)(http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("answer")) }))
}

func send(handler http.Handler, request signkeytest.Request) int {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request.HTTP("POST", "/"))
	return answer.Code
}

func TestProcessesAcceptAMessageOnce(t *testing.T) {
	s, kit := newServer(t), signkeytest.New(t, time.Unix(1_700_000_000, 0))
	one, other := app(t, kit, s, signkey.WithSignedResponses()), app(t, kit, s)
	request := kit.Signed([]byte("1"))
	if first, again := send(one, request), send(other, request); first != 200 || again != 401 {
		t.Error(first, again)
	}
	// What one of them has signed is no request to the other.
	if status := send(other, kit.Signed([]byte("answer"))); status != 401 {
		t.Error(status)
	}
}

func TestAServerThatHangsRefusesWithinTheDeadline(t *testing.T) {
	s, kit := newServer(t), signkeytest.New(t, time.Unix(1_700_000_000, 0))
	handler := app(t, kit, s)
	lenient := app(t, kit, s, signkey.WithAdmitUnclaimed())
	signal := func(signal syscall.Signal) {
		if err := s.process.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	signal(syscall.SIGSTOP)
	began := time.Now()
	status := send(handler, kit.Signed([]byte("1")))
	if took := time.Since(began); status != 503 || took < signkeyredis.Deadline || took > time.Second {
		t.Errorf("status %d after %v", status, took)
	}
	if status := send(lenient, kit.Signed([]byte("2"))); status != 200 {
		t.Error(status)
	}
	signal(syscall.SIGCONT)
	for body := byte('a'); body < 'z'; body++ {
		if send(handler, kit.Signed([]byte{body})) == 200 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the store is gone for good")
}
