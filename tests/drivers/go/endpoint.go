package main

import (
	"fmt"

	signkey "github.com/signkey/signkey/bindings-go"
)

func authenticate(f *fields) ([]string, error) {
	mode, texts := f.mode(f.next()), f.keys()
	var unsigned []string
	for _, method := range f.list() {
		unsigned = append(unsigned, f.utf8(f.decode(method)))
	}
	opts := []signkey.EndpointOption{signkey.WithUnsignedMethods(unsigned...)}
	if f.flag() {
		opts = append(opts, signkey.WithUnsignedSync())
	}
	method, header := f.text(), f.received()
	body, now, past, future := f.bytes(), f.integer(), f.integer(), f.integer()
	if f.err != nil {
		return nil, f.err
	}
	keyring, err := signkey.NewKeyring(texts...)
	if err == nil {
		defer keyring.Close()
	}
	opts = append(opts, signkey.WithKeyringError(err), signkey.WithWindowSeconds(past, future))
	endpoint, err := signkey.NewEndpoint(mode, keyring, opts...)
	if err != nil {
		return nil, err
	}
	defer endpoint.Close()
	admission := endpoint.AdmitWhole(method, header, body, signkey.WithUnixNow(now))
	caller, err := admission.Caller()
	switch caller := caller.(type) {
	case signkey.Verified:
		index, t := fmt.Sprint(caller.KeyIndex), fmt.Sprint(caller.UnixTime)
		return []string{"verified", index, caller.Form.String(), t, warningOf(&admission)}, nil
	case signkey.Unverified:
		return []string{"unverified", "-", caller.Reason.String(), "-", warningOf(&admission)}, nil
	default:
		return nil, err
	}
}

// warningOf is the code of the warning, "-" if there is none.
func warningOf(admission *signkey.Admission) string {
	if warning, ok := admission.Warning(); ok {
		return warning.Code()
	}
	return "-"
}
