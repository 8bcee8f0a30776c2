package main

import (
	"encoding/hex"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// apiCalls makes calls one after the other, each answered by its statuses in turn.
func apiCalls(f *fields) ([]string, error) {
	texts := f.keys()
	var calls [][]int
	for call := range strings.SplitSeq(f.next(), ";") {
		var statuses []int
		for status := range strings.SplitSeq(call, ",") {
			statuses = append(statuses, f.status(status))
		}
		calls = append(calls, statuses)
	}
	if f.err != nil {
		return nil, f.err
	}
	keyring, err := signkey.NewKeyring(texts...)
	switch {
	case err == nil:
		defer keyring.Close()
	case !errors.Is(err, signkey.ErrMissingSigningKey):
		return nil, err
	}
	auth, err := signkey.NewAPIAuth(keyring, "https://api.inngest.com")
	if err != nil {
		return nil, err
	}
	defer auth.Close()
	var sent []string
	for _, statuses := range calls {
		credentials, err := apiCall(auth, statuses)
		if err != nil {
			return nil, err
		}
		sent = append(sent, credentials)
	}
	return []string{strings.Join(sent, ";")}, nil
}

// apiCall is the credentials that one call sends.
func apiCall(auth *signkey.APIAuth, statuses []int) (string, error) {
	attempt, err := auth.Begin()
	if err != nil {
		return "", err
	}
	var sent []string
	for _, status := range statuses {
		value, err := auth.Authorization(attempt)
		if err != nil {
			return "", err
		}
		if value == "" {
			sent = append(sent, "-")
		} else {
			sent = append(sent, hex.EncodeToString([]byte(value)))
		}
		var again bool
		if attempt, again = auth.After(attempt, status); !again {
			break
		}
	}
	return strings.Join(sent, ","), nil
}

// status reads the status of an answer.
func (f *fields) status(field string) int {
	status, err := strconv.ParseUint(field, 10, 64)
	if err != nil || status > math.MaxUint16 {
		f.invalid()
	}
	return int(status)
}

func maySendTo(f *fields) ([]string, error) {
	origin, url := f.text(), f.text()
	if f.err != nil {
		return nil, f.err
	}
	auth, err := signkey.NewAPIAuth(nil, origin)
	if err != nil {
		return nil, err
	}
	defer auth.Close()
	if auth.MaySendTo(url) {
		return []string{"yes"}, nil
	}
	return []string{"no"}, nil
}

func verifyToken(f *fields) ([]string, error) {
	texts, header := f.keys(), http.Header{}
	if authorization := f.next(); authorization != "-" {
		header["Authorization"] = []string{string(f.decode(authorization))}
	}
	if f.err != nil {
		return nil, f.err
	}
	keyring, err := signkey.NewKeyring(texts...)
	if err != nil {
		return nil, err
	}
	defer keyring.Close()
	index, err := keyring.VerifyToken(header)
	return []string{strconv.Itoa(index)}, err
}
