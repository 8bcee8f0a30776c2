package main

import (
	"fmt"
	"math"
	"net/http"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// replayMessages is a sequence of messages to endpoints that accept each once.
func replayMessages(f *fields) ([]string, error) {
	s := f.sequence()
	if f.err != nil {
		return nil, f.err
	}
	guard, err := s.makeGuard()
	if err != nil {
		return nil, err
	}
	if guard != nil {
		defer guard.Close()
	}
	keyring, err := signkey.NewKeyring(s.keys...)
	if err == nil {
		defer keyring.Close()
	}
	endpoints, err := s.makeEndpoints(keyring, err, guard)
	for _, endpoint := range endpoints {
		defer endpoint.Close()
	}
	if err != nil {
		return nil, err
	}
	var verdicts, claims, responseClaims []string
	last := uint64(0)
	for _, message := range s.messages {
		admission, claim, err := message.send(endpoints[message.endpoint])
		if err != nil {
			return nil, err
		}
		verdicts, claims = append(verdicts, wordOf(&admission)), append(claims, claim)
		claim, err = message.respond(&admission)
		if err != nil {
			return nil, err
		}
		responseClaims, last = append(responseClaims, claim), message.now
	}
	fullness, err := percent(guard, last)
	return []string{
		strings.Join(verdicts, ","), strings.Join(claims, ","), strings.Join(responseClaims, ","), fullness,
	}, err
}

func (s *sequence) makeGuard() (*signkey.ReplayGuard, error) {
	if s.guard == nil {
		return nil, nil
	}
	return signkey.NewReplayGuard(s.guard[0], signkey.WithWindowSeconds(s.guard[1], s.guard[2]))
}

// makeEndpoints makes them whatever the keys are. What is made is there with an error, too.
func (s *sequence) makeEndpoints(
	keyring *signkey.Keyring, missing error, guard *signkey.ReplayGuard,
) (endpoints []*signkey.Endpoint, err error) {
	for _, row := range s.endpoints {
		opts := []signkey.EndpointOption{
			signkey.WithName(row.name), signkey.WithWindowSeconds(row.past, row.future),
			signkey.WithKeyringError(missing),
		}
		if guard != nil {
			opts = append(opts, signkey.WithReplayGuard(guard))
		}
		if s.hasStore {
			// The driver is asked by hand.
			opts = append(opts, signkey.WithReplayStore(signkey.NewMemoryStore()),
				signkey.WithReplaySkewSeconds(s.skew))
			opts = appendIf(opts, s.admitUnclaimed, signkey.WithAdmitUnclaimed())
		}
		endpoint, err := signkey.NewEndpoint(signkey.ModeCloud, keyring, opts...)
		if err != nil {
			return endpoints, err
		}
		endpoints = append(endpoints, endpoint)
	}
	return endpoints, nil
}

// send sends the message, and returns what the store was asked.
func (m *message) send(endpoint *signkey.Endpoint) (admission signkey.Admission, claimed string, err error) {
	header := http.Header{}
	if m.header.isPresent {
		header.Set(signkey.HeaderName, string(m.header.bytes))
	}
	admission = endpoint.Admit(m.method, header)
	if admission.Step() == signkey.StepReadBody {
		err = admission.ReceiveBody(m.body, signkey.FramingEnded(), signkey.WithUnixNow(m.now))
	}
	claim, ok := admission.Claim()
	if ok && err == nil {
		err = admission.ReceiveClaim(m.claim)
	}
	return admission, described(claim, ok), err
}

// respond answers the message, if it was verified, and returns what the store is asked.
func (m *message) respond(admission *signkey.Admission) (claimed string, err error) {
	if _, isVerified := admission.Verified(); !isVerified {
		return "-", nil
	}
	signature := string(m.signature.bytes)
	if m.response.isPresent {
		signature, err = admission.Sign(m.response.bytes, signkey.WithUnixTimestamp(m.timestamp))
	}
	if err != nil || !m.response.isPresent && !m.signature.isPresent {
		return "-", err
	}
	claim, ok, err := admission.ResponseClaim(signature)
	return described(claim, ok), err
}

func described(claim signkey.Claim, ok bool) string {
	if !ok {
		return "-"
	}
	return fmt.Sprintf("%s:%d", claim.ID, claim.LifetimeSeconds)
}

func wordOf(admission *signkey.Admission) string {
	caller, err := admission.Caller()
	switch caller.(type) {
	case signkey.Verified:
		return "verified"
	case signkey.Unverified:
		return "unverified"
	default:
		return code(err)
	}
}

func percent(guard *signkey.ReplayGuard, now uint64) (string, error) {
	if guard == nil {
		return "-", nil
	}
	fullness, err := guard.Fullness(signkey.WithUnixNow(now))
	return fmt.Sprint(math.Floor(100*fullness + 0.5)), err
}
