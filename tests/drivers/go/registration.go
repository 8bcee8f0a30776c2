package main

import (
	"encoding/hex"
	"strconv"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// platformAnswer is what the platform answers to a registration; status 0 is nothing.
type platformAnswer struct {
	status int
	body   []byte
}

// registration is a whole sync, with the platform's answers given.
func registration(f *fields) ([]string, error) {
	settings, app := f.settings(), f.app()
	method, query, header := f.text(), f.text(), f.received()
	body, now := f.bytes(), f.integer()
	var answers []platformAnswer
	for _, pair := range f.pairs() {
		answers = append(answers, platformAnswer{f.status(string(pair.name)), pair.value})
	}
	configuration := f.bytes()
	if f.err != nil {
		return nil, f.err
	}
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
	admission := endpoint.AdmitWhole(method, header, body, signkey.WithUnixNow(now))
	sync, err := config.Registration(app, &admission, query)
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
	response, err := sync.Response(configuration, signkey.WithUnixTimestamp(now))
	if err != nil {
		return nil, err
	}
	return []string{
		strings.Join(requests, ","), strconv.Itoa(response.Status),
		hex.EncodeToString([]byte(lines(response.Header))), hex.EncodeToString(response.Body),
	}, nil
}

// send sends the request until it is answered for good; what has no answer is not reached.
func send(sync *signkey.Registration, answers []platformAnswer) ([]string, error) {
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
