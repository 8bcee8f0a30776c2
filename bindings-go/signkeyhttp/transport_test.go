package signkeyhttp_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

func TestACallCarriesTheCredential(t *testing.T) {
	api := accepting(oldBearer, 401)
	client := newClient(t, api, oldKey, newKey)
	r := newRequest(t, "GET", apiURL+"/v1/runs?limit=1", nil)
	got := do(t, client, r, 200)
	api.wantSent(t, oldBearer)
	if len(r.Header) != 0 || got.Request.Header.Get("Authorization") != "" {
		t.Error("the caller sees the credential", r.Header, got.Request.Header)
	}
}

func TestWithoutAKeyThereIsNoCredential(t *testing.T) {
	api := accepting("", 401)
	do(t, newClient(t, api), newRequest(t, "GET", apiURL, nil), 200)
	refusing := accepting("none", 401)
	do(t, newClient(t, refusing), newRequest(t, "GET", apiURL, nil), 401)
	api.wantSent(t, "")
	refusing.wantSent(t, "")
}

func TestTheNextKeyIsTriedOnce(t *testing.T) {
	for _, status := range []int{401, 403} {
		api := accepting(newBearer, status)
		client := newClient(t, api, oldKey, newKey)
		for range 3 {
			do(t, client, newRequest(t, "GET", apiURL, nil), 200)
		}
		api.wantSent(t, oldBearer, newBearer, newBearer, newBearer)
	}
}

func TestTheLastAnswerStandsIfNoKeyWorks(t *testing.T) {
	api := accepting("none", 403)
	client := newClient(t, api, oldKey, newKey)
	for range 2 {
		do(t, client, newRequest(t, "GET", apiURL, nil), 403)
	}
	api.wantSent(t, oldBearer, newBearer, oldBearer, newBearer)
}

func TestOtherStatusesStand(t *testing.T) {
	for _, status := range []int{200, 204, 300, 400, 402, 404, 407, 500, 503} {
		api := accepting("none", status)
		response, err := newClient(t, api, oldKey, newKey).Do(newRequest(t, "GET", apiURL, nil))
		if err != nil || response.StatusCode != status {
			t.Error(status, response, err)
		}
		api.wantSent(t, oldBearer)
	}
}

func TestABodyThatCanBeReadAgainIsSentAgain(t *testing.T) {
	for name, body := range map[string]io.Reader{
		"text": strings.NewReader("the body"), "empty": strings.NewReader(""), "none": nil,
	} {
		t.Run(name, func(t *testing.T) {
			api := accepting(newBearer, 401)
			r := newRequest(t, "POST", apiURL, body)
			do(t, newClient(t, api, oldKey, newKey), r, 200)
			api.wantSent(t, oldBearer, newBearer)
			if api.requests[0].body != api.requests[1].body || (name == "text") != (api.requests[1].body == "the body") {
				t.Errorf("sent %q", api.requests)
			}
		})
	}
}

// TestABodyThatCannotBeReadAgainIsSentOnce has the refusal handed on, and nothing sent without its body.
func TestABodyThatCannotBeReadAgainIsSentOnce(t *testing.T) {
	for name, again := range map[string]func() (io.ReadCloser, error){
		"stream": nil,
		"broken": func() (io.ReadCloser, error) { return nil, errors.New("gone") },
	} {
		t.Run(name, func(t *testing.T) {
			api := accepting(newBearer, 401)
			client := newClient(t, api, oldKey, newKey)
			r := newRequest(t, "POST", apiURL, struct{ io.Reader }{strings.NewReader("the body")})
			r.GetBody = again
			do(t, client, r, 401)
			api.wantSent(t, oldBearer)
			if api.requests[0].body != "the body" {
				t.Errorf("sent %q", api.requests)
			}
		})
	}
}

// TestACallersOwnCredentialIsLeftAlone leaves requests alone that bring a credential of their own.
func TestACallersOwnCredentialIsLeftAlone(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"header":      func(r *http.Request) { r.Header.Set("Authorization", "Basic own") },
		"other case":  func(r *http.Request) { r.Header["authorization"] = []string{"Basic own"} },
		"user in URL": func(r *http.Request) { r.URL.User = url.UserPassword("me", "secret") },
	} {
		t.Run(name, func(t *testing.T) {
			api := accepting(oldBearer, 401)
			r := newRequest(t, "GET", apiURL, nil)
			change(r)
			do(t, newClient(t, api, oldKey, newKey), r, 401)
			if len(api.requests) != 1 || strings.Contains(api.requests[0].authorization, "Bearer") {
				t.Errorf("sent %q", api.requests)
			}
		})
	}
}

func TestOtherHostsGetNoCredential(t *testing.T) {
	for _, other := range []string{
		"https://api.example", "http://api.example:81", "http://api.example.example", "http://sub.api.example",
		"http://example", "http://127.0.0.1", "http://xapi.example", "ftp://api.example",
	} {
		api := accepting("none", 401)
		do(t, newClient(t, api, oldKey, newKey), newRequest(t, "GET", other, nil), 401)
		api.wantSent(t, "")
	}
	for _, same := range []string{"http://api.example:80/x", "HTTP://API.example", "http://api.example?a#b"} {
		api := accepting(oldBearer, 500)
		do(t, newClient(t, api, oldKey), newRequest(t, "GET", same, nil), 200)
	}
}

// TestDisguisedHostsGetNoCredential has requests whose parts disagree about where they go.
func TestDisguisedHostsGetNoCredential(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"another Host header": func(r *http.Request) { r.Host = "other.example" },
		"opaque URL": func(r *http.Request) {
			r.URL = &url.URL{Scheme: "http", Host: "other.example", Opaque: "//api.example/v1"}
		},
		"user":           func(r *http.Request) { r.URL.User = url.User("me") },
		"user as a host": func(r *http.Request) { r.URL.Host = "api.example@other.example" },
	} {
		t.Run(name, func(t *testing.T) {
			api := accepting("none", 200)
			transport := &signkeyhttp.Transport{Auth: newAuth(t, apiURL, oldKey), Base: api}
			r := newRequest(t, "GET", apiURL, nil)
			change(r)
			if _, err := transport.RoundTrip(r); err != nil {
				t.Fatal(err)
			}
			api.wantSent(t, "")
		})
	}
	// A Host header that says the same is none of these.
	api := accepting(oldBearer, 500)
	r := newRequest(t, "GET", apiURL, nil)
	r.Host = "api.example:80"
	do(t, newClient(t, api, oldKey), r, 200)
}

// TestAllGoroutinesLearnFromOne rotates the key under calls: at most those under way try the old one again.
func TestAllGoroutinesLearnFromOne(t *testing.T) {
	api := accepting(newBearer, 401)
	client := newClient(t, api, oldKey, newKey)
	const goroutines, rounds = 8, 50
	var group sync.WaitGroup
	for range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			for range rounds {
				response, err := client.Post(apiURL, "text/plain", strings.NewReader("body"))
				if err != nil || response.StatusCode != 200 {
					t.Error(response, err)
				}
			}
		}()
	}
	group.Wait()
	refused := 0
	for _, it := range api.requests {
		if it.body != "body" {
			t.Errorf("sent %q", it.body)
		}
		if it.authorization != newBearer {
			refused++
		}
	}
	if refused == 0 || refused > goroutines || len(api.requests) != goroutines*rounds+refused {
		t.Errorf("%d requests, %d of them with the old key", len(api.requests), refused)
	}
}

func TestAClosedAuthFails(t *testing.T) {
	auth := newAuth(t, apiURL, oldKey)
	_ = auth.Close()
	api := accepting("", 401)
	body := &closing{Reader: strings.NewReader("body")}
	transport := &signkeyhttp.Transport{Auth: auth, Base: api}
	_, err := transport.RoundTrip(newRequest(t, "POST", apiURL, body))
	if !errors.Is(err, signkey.ErrFinished) || !body.isClosed || len(api.requests) != 0 {
		t.Error(err, body.isClosed, api.requests)
	}
}

type closing struct {
	io.Reader
	isClosed bool
}

func (c *closing) Close() error {
	c.isClosed = true
	return nil
}

type failing struct{ closed int }

var errNetwork = errors.New("no network")

func (f *failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errNetwork }
func (f *failing) CloseIdleConnections()                           { f.closed++ }

func TestFailuresOfTheNetworkPassOn(t *testing.T) {
	base := &failing{}
	client := newClient(t, base, oldKey, newKey)
	_, err := client.Get(apiURL)
	if !errors.Is(err, errNetwork) {
		t.Error(err)
	}
	client.CloseIdleConnections()
	if base.closed != 1 {
		t.Error("connections stay open")
	}
	// One that cannot, and a request without a URL.
	newClient(t, accepting("", 200)).CloseIdleConnections()
	if _, err := client.Transport.RoundTrip(&http.Request{}); !errors.Is(err, errNetwork) {
		t.Error(err)
	}
}

// TestConnectionsAreUsedAgain sends both attempts through one connection.
func TestConnectionsAreUsedAgain(t *testing.T) {
	connections := map[string]bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connections[r.RemoteAddr] = true
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("Authorization") != newBearer || string(body) != "the body" {
			w.WriteHeader(401)
		}
		_, _ = io.WriteString(w, "answer")
	}))
	defer server.Close()
	auth := newAuth(t, server.URL, oldKey, newKey)
	client := &http.Client{Transport: &signkeyhttp.Transport{Auth: auth, Base: server.Client().Transport}}
	for range 3 {
		do(t, client, newRequest(t, "PUT", server.URL, strings.NewReader("the body")), 200)
	}
	if len(connections) != 1 {
		t.Errorf("%d connections", len(connections))
	}
}
