package signkeyhttp_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeytest"
)

func guardOf(t *testing.T, entries uint64) signkey.EndpointOption {
	t.Helper()
	guard, err := signkey.NewReplayGuard(entries)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = guard.Close() })
	return signkey.WithReplayGuard(guard)
}

// recordingStore is a store that keeps what it was asked, and answers from memory, unless it fails.
type recordingStore struct {
	*signkey.MemoryStore
	mu    sync.Mutex
	asked []string
	fault error
	// Closed when a silent store may end.
	silence chan struct{}
}

func newStore() *recordingStore {
	return &recordingStore{MemoryStore: signkey.NewMemoryStore()}
}

func (s *recordingStore) Claim(ctx context.Context, id string, lifetime time.Duration) (bool, error) {
	s.mu.Lock()
	s.asked = append(s.asked, id)
	s.mu.Unlock()
	if s.silence != nil {
		<-s.silence
	}
	if s.fault != nil {
		return false, s.fault
	}
	return s.MemoryStore.Claim(ctx, id, lifetime)
}

func (s *recordingStore) times() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

// forget makes room for the next request.
func (s *server) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies, s.verified, s.refusals = nil, nil, nil
}

func TestAReplayedRequestIsRefused(t *testing.T) {
	for name, opt := range map[string]func(*testing.T) signkey.EndpointOption{
		"guard": func(t *testing.T) signkey.EndpointOption { return guardOf(t, 1000) },
		"store": func(*testing.T) signkey.EndpointOption { return signkey.WithReplayStore(newStore()) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, []signkey.EndpointOption{opt(t)}, nil)
			header := s.kit.Signed([]byte(body)).Header
			s.wantPassed(t, s.send(t, "POST", strings.NewReader(body), header), body, true)
			s.forget()
			s.wantRefused(t, s.send(t, "POST", strings.NewReader(body), header), signkey.ErrReplayed)
		})
	}
}

func TestAFullGuardAnswers503(t *testing.T) {
	s := newServer(t, []signkey.EndpointOption{guardOf(t, 1)}, nil)
	s.wantPassed(t, s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header), body, true)
	s.forget()
	got := s.send(t, "POST", strings.NewReader("2"), s.kit.Signed([]byte("2")).Header)
	s.wantRefused(t, got, signkey.ErrReplayGuardFull)
	if got.StatusCode != 503 {
		t.Error(got.StatusCode)
	}
}

func TestASilentStoreAnswers503WithinItsDeadline(t *testing.T) {
	store := newStore()
	store.silence = make(chan struct{})
	s := newServer(t, []signkey.EndpointOption{signkey.WithReplayStore(store)}, nil)
	t.Cleanup(func() { close(store.silence) })
	began := time.Now()
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	if took := time.Since(began); took < signkey.ClaimDeadline || took > signkey.ClaimDeadline+time.Second {
		t.Errorf("it took %v", took)
	}
	s.wantRefused(t, got, signkey.ErrReplayStoreUnavailable)
	if got.StatusCode != 503 {
		t.Error(got.StatusCode)
	}
}

func TestAnAppMayAdmitWhatIsUnclaimed(t *testing.T) {
	store := newStore()
	store.fault = errors.New("connection refused")
	opts := []signkey.EndpointOption{signkey.WithReplayStore(store), signkey.WithAdmitUnclaimed(), guardOf(t, 1000)}
	s := newServer(t, opts, nil)
	header := s.kit.Signed([]byte(body)).Header
	s.wantPassed(t, s.send(t, "POST", strings.NewReader(body), header), body, true)
	// The guard beside the store is asked all the same.
	s.forget()
	s.wantRefused(t, s.send(t, "POST", strings.NewReader(body), header), signkey.ErrReplayed)
}

func TestTheErrorsOfTheStoreAreTold(t *testing.T) {
	store, kit := newStore(), signkeytest.New(t, time.Unix(1_700_000_000, 0))
	store.fault = errors.New("connection refused")
	endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), signkey.WithReplayStore(store))
	var told []error
	handler := signkeyhttp.Middleware(endpoint, &signkeyhttp.Options{
		Now:          kit.Now,
		OnStoreError: func(_ *http.Request, err error) { told = append(told, err) },
	})(write("answer"))
	handler.ServeHTTP(httptest.NewRecorder(), kit.Signed([]byte(body)).HTTP("POST", "/"))
	if len(told) != 1 || !errors.Is(told[0], store.fault) {
		t.Error(told)
	}
}

func TestOnlyVerifiedRequestsReachTheStore(t *testing.T) {
	store := newStore()
	opts := []signkey.EndpointOption{signkey.WithReplayStore(store), signkey.WithUnsignedMethods("GET")}
	s := newServer(t, opts, nil)
	s.wantPassed(t, s.send(t, "GET", nil, nil), "", false)
	s.forget()
	got := s.send(t, "POST", strings.NewReader("other"), s.kit.Signed([]byte(body)).Header)
	s.wantRefused(t, got, signkey.ErrSignatureMismatch)
	// Nor do bodies that are empty, but for POST: requests of one second look alike.
	s.forget()
	s.wantPassed(t, s.send(t, "PUT", nil, s.kit.Signed(nil).Header), "", true)
	if times := store.times(); times != 0 {
		t.Errorf("the store was asked %d times", times)
	}
}

// answering is a handler that signs as an SDK does, and then writes.
func answering(kit *signkeytest.Kit, body string, write http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("x-inngest-signature", kit.Signed([]byte(body)).Header.Get(signkey.HeaderName))
		write(w, r)
	}
}

func TestASignedResponseIsClaimedBeforeItIsSent(t *testing.T) {
	kit := signkeytest.New(t, time.Unix(1_700_000_000, 0))
	nothing := func(http.ResponseWriter, *http.Request) {}
	for name, test := range map[string]struct {
		answer  http.HandlerFunc
		sent    string
		isHeld  bool
		unknown bool
	}{
		"by the endpoint":         {write(`{"ok":true}`), `{"ok":true}`, true, false},
		"by an SDK":               {answering(kit, "sdk", write("sdk")), "sdk", false, false},
		"by an SDK, with status":  {answering(kit, "sdk", failure), "sdk", false, false},
		"by an SDK, without body": {answering(kit, "", nothing), "", false, false},
		"by an SDK, flushed": {answering(kit, "sdk", func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush()
			w.Header().Set(signkey.HeaderName, "too late")
			_, _ = io.WriteString(w, "sdk")
		}), "sdk", false, false},
		"by an SDK, early": {answering(kit, "sdk", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			_, _ = io.WriteString(w, "sdk")
		}), "sdk", false, false},
		"by nobody": {write("plain"), "plain", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			store := newStore()
			opts := []signkey.EndpointOption{signkey.WithReplayStore(store)}
			if test.isHeld {
				opts = append(opts, signkey.WithSignedResponses())
			}
			endpoint := newEndpoint(t, signkey.ModeCloud, kit.Keyring(), opts...)
			options := &signkeyhttp.Options{Now: kit.Now}
			sent := &probe{ResponseRecorder: httptest.NewRecorder(), store: store}
			handler := signkeyhttp.Middleware(endpoint, options)(test.answer)
			handler.ServeHTTP(sent, kit.Signed([]byte(body)).HTTP("POST", "/"))

			want := 2
			if test.unknown {
				want = 1
			}
			for _, claims := range sent.claims {
				if claims != want {
					t.Errorf("%d claims when something was sent", claims)
				}
			}
			if store.times() != want {
				t.Errorf("the store was asked %d times", store.times())
			}
			// So it cannot come back as a request.
			again := httptest.NewRecorder()
			handler.ServeHTTP(again, kit.Signed([]byte(test.sent)).HTTP("POST", "/"))
			if isRefused := again.Code == 401; isRefused == test.unknown {
				t.Errorf("status %d, %s", again.Code, again.Body)
			}
		})
	}
}

// probe says how often the store had been asked when headers were sent.
type probe struct {
	*httptest.ResponseRecorder
	store  *recordingStore
	claims []int
}

func (p *probe) WriteHeader(status int) {
	p.claims = append(p.claims, p.store.times())
	if status >= 200 {
		p.ResponseRecorder.WriteHeader(status)
	}
}

func (p *probe) Write(data []byte) (int, error) {
	p.claims = append(p.claims, p.store.times())
	return p.ResponseRecorder.Write(data)
}

func TestAResponseIsSentWhateverTheStoreSays(t *testing.T) {
	store := newStore()
	s := newServer(t, []signkey.EndpointOption{signkey.WithReplayStore(store), signkey.WithSignedResponses()},
		func(w http.ResponseWriter, _ *http.Request) {
			store.fault = errors.New("connection refused")
			_, _ = io.WriteString(w, "answer")
		})
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	if got.StatusCode != 200 || got.body != "answer" || got.Header.Get(signkey.HeaderName) == "" {
		t.Errorf("status %d, %s", got.StatusCode, got.body)
	}
	// One whose id is taken, too: two requests of one second have the same answer.
	store.fault = nil
	s = newServer(t, []signkey.EndpointOption{signkey.WithReplayStore(store), signkey.WithSignedResponses()}, nil)
	for _, body := range []string{"1", "2"} {
		got = s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
		if got.StatusCode != 200 || got.body != "answer" {
			t.Errorf("status %d, %s", got.StatusCode, got.body)
		}
	}
}

// TestAClaimedResponseIsAResponseWriter has a handler flush, set a deadline and take the connection over.
func TestAClaimedResponseIsAResponseWriter(t *testing.T) {
	s := newServer(t, []signkey.EndpointOption{guardOf(t, 1000)}, func(w http.ResponseWriter, _ *http.Request) {
		control := http.NewResponseController(w)
		if err := control.SetWriteDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Error(err)
		}
		var (
			connection net.Conn
			buffered   *bufio.ReadWriter
			err        error
		)
		if connection, buffered, err = w.(http.Hijacker).Hijack(); err != nil {
			t.Error(err)
			return
		}
		defer connection.Close()
		_, _ = buffered.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nraw\r\n")
		_ = buffered.Flush()
	})
	got := s.send(t, "POST", strings.NewReader(body), s.kit.Signed([]byte(body)).Header)
	if got.body != "raw\r\n" {
		t.Errorf("%q", got.body)
	}
}

// TestTheResponseToASyncIsNoRequest proves it for a response that a registration has signed.
func TestTheResponseToASyncIsNoRequest(t *testing.T) {
	kit := signkeytest.New(t, time.Now())
	config := newConfig(t, "https://api.example.com", map[string]string{"INNGEST_SIGNING_KEY": signkeytest.Key})
	endpoint, err := config.Endpoint(guardOf(t, 1000))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = endpoint.Close() })
	app := signkey.App{SDK: "example:v1.2.3", Framework: "net/http"}
	handler := signkeyhttp.Middleware(endpoint, nil)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		admission, _ := signkeyhttp.AdmissionFromContext(r.Context())
		registration, err := config.Registration(app, admission, r.URL.RawQuery)
		if err != nil {
			t.Error(err)
			return
		}
		defer registration.Close()
		response, err := signkeyhttp.Register(r.Context(), nil, registration, []byte(functions))
		if err != nil {
			t.Error(err)
			return
		}
		_ = response.Send(w)
	}))
	request := kit.Signed([]byte("{}")).HTTP("PUT", "/")
	request.Header.Set("X-Inngest-Sync-Kind", "in_band")
	first, again := httptest.NewRecorder(), httptest.NewRecorder()
	handler.ServeHTTP(first, request)
	value := first.Header().Get(signkey.HeaderName)
	if first.Code != 200 || value == "" {
		t.Fatalf("status %d, %s", first.Code, first.Body)
	}
	request = httptest.NewRequest("POST", "/", strings.NewReader(first.Body.String()))
	request.Header.Set(signkey.HeaderName, value)
	handler.ServeHTTP(again, request)
	if again.Code != 401 || !strings.Contains(again.Body.String(), "replayed") {
		t.Errorf("status %d, %s", again.Code, again.Body)
	}
}
