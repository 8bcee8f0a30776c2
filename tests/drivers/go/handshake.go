package main

import (
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// platformAnswer is what the platform answers to a registration; status 0 is nothing.
type platformAnswer struct {
	status int
	body   []byte
}

// handshake is a whole sync, with the platform's answers given.
func handshake(f *fields) ([]string, error) {
	settings, app := f.settings(), f.app()
	r := &http.Request{Method: f.text(), URL: &url.URL{RawQuery: f.text()}, Header: f.received()}
	body, now := f.bytes(), f.integer()
	var answers []platformAnswer
	for _, pair := range f.pairs() {
		answers = append(answers, platformAnswer{f.status(string(pair.name)), pair.value})
	}
	configuration := f.bytes()
	if f.err != nil {
		return nil, f.err
	}
	clock := signkey.WithUnixNow(now)
	sync, err := begin(settings, app, r, body, clock)
	if err != nil {
		return nil, err
	}
	defer sync.Close()
	var requests []string
	if !sync.IsInBand() {
		if requests, err = send(sync, answers); err != nil {
			return nil, err
		}
		configuration = nil
	}
	response, err := sync.Response(configuration, clock)
	if err != nil {
		return nil, err
	}
	return []string{
		strings.Join(requests, ","), strconv.Itoa(response.Status),
		hex.EncodeToString([]byte(lines(response.Header))), hex.EncodeToString(response.Body),
	}, nil
}

// begin judges the request before it looks at what the API needs.
func begin(
	settings settings, app signkey.App, r *http.Request, body []byte, clock signkey.VerifyOption,
) (*signkey.Handshake, error) {
	config, err := settings.config()
	if err != nil {
		return nil, err
	}
	defer config.Close()
	endpoint, err := config.Endpoint()
	if err != nil {
		return nil, err
	}
	defer endpoint.Close()
	if _, err := endpoint.Authenticate(r, body, clock); err != nil {
		return nil, err
	}
	auth, err := config.APIAuth()
	if err != nil {
		return nil, err
	}
	defer auth.Close()
	return signkey.NewHandshake(config, auth, app, endpoint, r, body, clock)
}

// send sends the request until it is answered for good; what has no answer is not reached.
func send(sync *signkey.Handshake, answers []platformAnswer) ([]string, error) {
	var requests []string
	for request, ok := sync.Request(); ok; request, ok = sync.Request() {
		text := request.URL + "\n" + lines(request.Header)
		requests = append(requests, hex.EncodeToString([]byte(text)))
		var answer platformAnswer
		if len(answers) > 0 {
			answer, answers = answers[0], answers[1:]
		}
		if err := sync.Answer(answer.status, answer.body); err != nil {
			return nil, err
		}
	}
	return requests, nil
}

// order is the order of headers in answers, which http.Header does not keep.
var order = []string{
	"Content-Type", "X-Inngest-Sync-Kind", "X-Inngest-Sdk", "X-Inngest-Req-Version", "X-Inngest-Env",
	"X-Inngest-Framework", "X-Inngest-Platform", "X-Inngest-Expected-Server-Kind", "Authorization",
	signkey.HeaderName,
}

// lines is a line for each header; those without a place in the order come last.
func lines(header http.Header) string {
	place := func(name string) int {
		if at := slices.Index(order, name); at >= 0 {
			return at
		}
		return len(order)
	}
	names := slices.SortedFunc(maps.Keys(header), func(a, b string) int { return place(a) - place(b) })
	var text strings.Builder
	for _, name := range names {
		for _, value := range header[name] {
			text.WriteString(name + ": " + value + "\n")
		}
	}
	return text.String()
}
