package main

import (
	"net/http"
	"strconv"

	signkey "github.com/signkey/signkey/bindings-go"
)

func authenticate(f *fields) ([]string, error) {
	mode, texts := f.mode(f.next()), f.keys()
	var unsigned []string
	for _, method := range f.list() {
		unsigned = append(unsigned, f.utf8(f.decode(method)))
	}
	opts := []signkey.EndpointOption{signkey.AllowUnsigned(unsigned...)}
	if f.flag() {
		opts = append(opts, signkey.AllowUnsignedSync())
	}
	r := &http.Request{Method: f.text(), Header: f.received()}
	body, now, past, future := f.bytes(), f.integer(), f.integer(), f.integer()
	if f.err != nil {
		return nil, f.err
	}
	keyring, err := signkey.NewKeyring(texts[0], texts[1:]...)
	if err == nil {
		defer keyring.Close()
	}
	opts = append(opts, signkey.WithKeyringError(err), signkey.WithWindowSeconds(past, future))
	endpoint, err := signkey.NewEndpoint(mode, keyring, opts...)
	if err != nil {
		return nil, err
	}
	defer endpoint.Close()
	caller, err := judge(endpoint, r, body, now)
	if err != nil {
		return nil, err
	}
	code := "-"
	if warning, ok := endpoint.Warning(r.Header); ok {
		code = warning.Code()
	}
	if unverified, ok := caller.(signkey.Unverified); ok {
		return []string{"unverified", "-", unverified.Reason.String(), "-", code}, nil
	}
	verified := caller.(signkey.Verified)
	index, t := strconv.Itoa(verified.KeyIndex), strconv.FormatUint(verified.UnixTime, 10)
	return []string{"verified", index, verified.Form.String(), t, code}, nil
}

// judge takes what is decided before the body is read for the verdict.
func judge(endpoint *signkey.Endpoint, r *http.Request, body []byte, now uint64) (signkey.Authenticated, error) {
	unverified, isDecided, err := endpoint.AuthenticateUnread(r)
	if err != nil || isDecided {
		return unverified, err
	}
	return endpoint.Authenticate(r, body, signkey.WithUnixNow(now))
}
