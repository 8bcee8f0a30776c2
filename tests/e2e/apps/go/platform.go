package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// platform is the platform's API, with tokens that signkey makes of the keys. That of the key that
// worked last is tried first.
type platform struct {
	origin  string
	tokens  []string
	current atomic.Int64
	client  http.Client
}

func newPlatform(origin string, keys []string) (*platform, error) {
	p := &platform{origin: origin}
	p.client.Timeout = 10 * time.Second
	p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, text := range keys {
		key, err := signkey.NewSigningKey(text)
		if err != nil {
			return nil, err
		}
		token, err := key.APIToken()
		if err := errors.Join(err, key.Close()); err != nil {
			return nil, err
		}
		p.tokens = append(p.tokens, token)
	}
	return p, nil
}

// send answers with the status.
func (p *platform) send(ctx context.Context, method, path string, header http.Header, body, reply any) (status int) {
	first := p.current.Load()
	for tried := range p.tokens {
		at := (first + int64(tried)) % int64(len(p.tokens))
		header.Set("Authorization", "Bearer "+p.tokens[at])
		status = p.sendOnce(ctx, method, path, header, body, reply)
		if status != http.StatusUnauthorized && status != http.StatusForbidden {
			p.current.Store(at)
			break
		}
	}
	return status
}

// sendOnce takes 503 for a platform that is not there, because it is being restarted.
func (p *platform) sendOnce(ctx context.Context, method, path string, header http.Header, body, reply any) int {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			return http.StatusInternalServerError
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, p.origin+path, &content)
	if err != nil {
		return http.StatusInternalServerError
	}
	request.Header = header.Clone()
	request.Header.Set("Content-Type", "application/json")
	response, err := p.client.Do(request)
	if err != nil {
		return http.StatusServiceUnavailable
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK && reply != nil {
		if err := json.NewDecoder(response.Body).Decode(reply); err != nil {
			return http.StatusBadGateway
		}
	}
	return response.StatusCode
}
