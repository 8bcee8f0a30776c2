package signkeyhttp_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

var redirects = []int{301, 302, 303, 307, 308}

// TestNoRedirectTakesTheCredentialElsewhere follows redirects from the API without a network: to where, and how often the
// credential is sent.
func TestNoRedirectTakesTheCredentialElsewhere(t *testing.T) {
	for name, test := range map[string]struct {
		chain []string
		want  []string
	}{
		"own path":       {[]string{"/b"}, []string{oldBearer, oldBearer}},
		"own origin":     {[]string{"http://api.example:80/b"}, []string{oldBearer, oldBearer}},
		"own origin, //": {[]string{"//API.example/b"}, []string{oldBearer, oldBearer}},
		"other host":     {[]string{"http://other.example/"}, []string{oldBearer, ""}},
		"subdomain":      {[]string{"http://sub.api.example/"}, []string{oldBearer, ""}},
		"other port":     {[]string{"http://api.example:8080/"}, []string{oldBearer, ""}},
		"https upgrade":  {[]string{"https://api.example/"}, []string{oldBearer, ""}},
		"there and back": {
			[]string{"http://other.example/", apiURL + "/b", "/c"}, []string{oldBearer, "", "", ""},
		},
		"upgrade and back": {
			[]string{"/b", "https://api.example/", apiURL + "/c"}, []string{oldBearer, oldBearer, "", ""},
		},
	} {
		for _, status := range redirects {
			t.Run(name, func(t *testing.T) {
				hop := 0
				api := &platform{answer: func(sent) *http.Response {
					if hop == len(test.chain) {
						return answerWith(200)
					}
					hop++
					return answerWith(status, "Location", test.chain[hop-1])
				}}
				client := newClient(t, api, oldKey, newKey)
				got := do(t, client, newRequest(t, "POST", apiURL+"/a", strings.NewReader("body")), 200)
				api.wantSent(t, test.want...)
				for response := got.Response; response != nil; response = response.Request.Response {
					if response.Request.Header.Get("Authorization") != "" {
						t.Error("the caller sees the credential")
					}
				}
			})
		}
	}
}

func TestAChainThatBeganElsewhereGetsNoCredential(t *testing.T) {
	api := &platform{answer: func(it sent) *http.Response {
		if strings.HasPrefix(it.url, apiURL) {
			return answerWith(200)
		}
		return answerWith(307, "Location", apiURL)
	}}
	do(t, newClient(t, api, oldKey), newRequest(t, "GET", "http://other.example", nil), 200)
	api.wantSent(t, "", "")
}

func TestTheNextKeyIsTriedBehindARedirect(t *testing.T) {
	api := &platform{answer: func(it sent) *http.Response {
		switch {
		case strings.HasSuffix(it.url, "/a"):
			return answerWith(308, "Location", "/b")
		case it.authorization != newBearer:
			return answerWith(401)
		default:
			return answerWith(308, "Location", "https://api.example/c")
		}
	}}
	do(t, newClient(t, api, oldKey, newKey), newRequest(t, "GET", apiURL+"/a", nil), 401)
	api.wantSent(t, oldBearer, oldBearer, newBearer, "")
}

// TestNoCredentialIsOnTheWireToOthers crosses from one server to another, in the clear and with TLS.
func TestNoCredentialIsOnTheWireToOthers(t *testing.T) {
	var mu sync.Mutex
	var elsewhere []http.Header
	other := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		elsewhere = append(elsewhere, r.Header)
		_, _ = io.WriteString(w, "answer")
	})
	plain, secure := httptest.NewServer(other), httptest.NewTLSServer(other)
	defer plain.Close()
	defer secure.Close()
	targets := []string{plain.URL, secure.URL, strings.Replace(plain.URL, "127.0.0.1", "localhost", 1)}
	sent := 0
	for _, status := range redirects {
		for _, target := range targets {
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != oldBearer {
					t.Errorf("the API got %q", r.Header)
				}
				http.Redirect(w, r, target, status)
			}))
			auth := newAuth(t, api.URL, oldKey, newKey)
			client := &http.Client{Transport: &signkeyhttp.Transport{Auth: auth, Base: secure.Client().Transport}}
			do(t, client, newRequest(t, "POST", api.URL, strings.NewReader("body")), 200)
			api.Close()
			sent++
		}
	}
	if len(elsewhere) != sent {
		t.Errorf("%d requests went elsewhere, not %d", len(elsewhere), sent)
	}
	for _, header := range elsewhere {
		if header.Get("Authorization") != "" || strings.Contains(strings.Join(header.Values("Referer"), ""), "Bearer") {
			t.Errorf("a credential went elsewhere: %q", header)
		}
	}
}
