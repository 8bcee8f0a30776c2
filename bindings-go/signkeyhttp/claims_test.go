package signkeyhttp_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// TestASignatureInATrailerIsClaimed has a handler, or its SDK, sign behind the body.
func TestASignatureInATrailerIsClaimed(t *testing.T) {
	for name, test := range map[string]struct {
		opts            []signkey.EndpointOption
		trailer, header string
	}{
		"announced":   {nil, signkey.HeaderName, signkey.HeaderName},
		"unannounced": {nil, "", http.TrailerPrefix + signkey.HeaderName},
		"beside a signature": {
			[]signkey.EndpointOption{signkey.WithSignedResponses()}, "", http.TrailerPrefix + signkey.HeaderName,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var s *server
			s = newServer(t, append(test.opts, guardOf(t, 1000)), func(w http.ResponseWriter, _ *http.Request) {
				if test.trailer != "" {
					w.Header().Set("Trailer", test.trailer)
				}
				_, _ = io.WriteString(w, "sdk")
				// Behind a body of a known length there are no trailers.
				_ = http.NewResponseController(w).Flush()
				w.Header().Set(test.header, s.kit.Signed([]byte("trailing")).Header.Get(signkey.HeaderName))
			})
			got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
			value := got.Trailer.Get(signkey.HeaderName)
			if got.StatusCode != 200 || value == "" {
				t.Fatalf("status %d, %v", got.StatusCode, got.Trailer)
			}
			s.forget()
			header := http.Header{signkey.HeaderName: {value}}
			s.wantRefused(t, s.send(t, "POST", strings.NewReader("trailing"), header), signkey.ErrReplayed)
		})
	}
}

// TestWhoHangsUpIsReplayedAllTheSame sends a replay, and closes the connection while the store is asked.
func TestWhoHangsUpIsReplayedAllTheSame(t *testing.T) {
	store := &leavingStore{MemoryStore: signkey.NewMemoryStore()}
	s := newServer(t, []signkey.EndpointOption{signkey.WithReplayStore(store), signkey.WithAdmitUnclaimed()}, nil)
	header := s.kit.Signed([]byte(body)).Header
	s.wantPassed(t, s.send(t, "POST", strings.NewReader(body), header), body, true)
	s.forget()
	for range 5 {
		connection, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		store.leave(func() { _ = connection.Close() })
		request, err := http.NewRequest("POST", s.URL, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header = header.Clone()
		if err := request.Write(connection); err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadAll(connection)
		store.wait()
	}
	// The server waits for its handlers.
	s.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.bodies) != 0 || len(s.refusals) != 5 {
		t.Fatalf("the handler ran %d times, %v", len(s.bodies), s.refusals)
	}
	for _, err := range s.refusals {
		if !errors.Is(err, signkey.ErrReplayed) {
			t.Error(err)
		}
	}
}

// leavingStore has the sender leave before it answers.
type leavingStore struct {
	*signkey.MemoryStore
	goes func()
	over chan struct{}
}

func (s *leavingStore) leave(goes func()) {
	s.goes, s.over = goes, make(chan struct{})
}

func (s *leavingStore) wait() {
	<-s.over
}

func (s *leavingStore) Claim(ctx context.Context, id string, lifetime time.Duration) (bool, error) {
	if s.goes == nil {
		return s.MemoryStore.Claim(ctx, id, lifetime)
	}
	defer close(s.over)
	s.goes()
	// The server notices.
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-time.After(50 * time.Millisecond):
		return s.MemoryStore.Claim(ctx, id, lifetime)
	}
}
