package signkeyhttp_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

// Two keys and their credentials, whose hashes are those of sha256sum.
const (
	oldKey    = "signkey-test-12345678"
	newKey    = "signkey-test-9abcdef0"
	oldBearer = "Bearer signkey-test-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c"
	newBearer = "Bearer signkey-test-8c4f29d981173b1b7d0c212d1a829d58881f3794976d55d201db44536c59f676"
)

// apiURL is the API of these tests, in which no network takes part.
const apiURL = "http://api.example"

// sent is a request as it left.
type sent struct {
	url, authorization, body string
}

// platform answers requests in place of a network, and remembers them.
type platform struct {
	answer func(sent) *http.Response

	mu       sync.Mutex
	requests []sent
}

func (p *platform) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	if len(r.Header.Values("Authorization")) > 1 {
		return nil, errors.New("two credentials")
	}
	it := sent{r.URL.String(), r.Header.Get("Authorization"), string(body)}
	p.mu.Lock()
	p.requests = append(p.requests, it)
	p.mu.Unlock()
	response := p.answer(it)
	response.Request = r
	return response, nil
}

// wantSent compares the credentials of all requests.
func (p *platform) wantSent(t *testing.T, credentials ...string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	var got []string
	for _, it := range p.requests {
		got = append(got, it.authorization)
	}
	if !slices.Equal(got, credentials) {
		t.Errorf("sent %q, want %q", got, credentials)
	}
}

func answerWith(status int, header ...string) *http.Response {
	answer := httptest.NewRecorder()
	for i := 0; i < len(header); i += 2 {
		answer.Header().Set(header[i], header[i+1])
	}
	answer.WriteHeader(status)
	_, _ = io.WriteString(answer, "answer")
	return answer.Result()
}

// accepting answers 200 to one credential, and to others with a status.
func accepting(credential string, otherwise int) *platform {
	return &platform{answer: func(it sent) *http.Response {
		if it.authorization == credential {
			return answerWith(200)
		}
		return answerWith(otherwise)
	}}
}

func newAuth(t *testing.T, origin string, texts ...string) *signkey.APIAuth {
	t.Helper()
	var keyring *signkey.Keyring
	if len(texts) > 0 {
		var err error
		keyring, err = signkey.NewKeyring(texts...)
		if err != nil {
			t.Fatal(err)
		}
		defer keyring.Close()
	}
	auth, err := signkey.NewAPIAuth(keyring, origin)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = auth.Close() })
	return auth
}

// newClient is a client of the API with these keys.
func newClient(t *testing.T, base http.RoundTripper, texts ...string) *http.Client {
	t.Helper()
	return &http.Client{Transport: &signkeyhttp.Transport{Auth: newAuth(t, apiURL, texts...), Base: base}}
}

func newRequest(t *testing.T, method, url string, body io.Reader) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// do sends a request, and checks status and body of the answer.
func do(t *testing.T, client *http.Client, r *http.Request, status int) *answer {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, response)
	if got.StatusCode != status || got.body != "answer" {
		t.Errorf("status %d, %q, want %d", got.StatusCode, got.body, status)
	}
	return got
}
