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

// endpointOptions are the options of an endpoint by their names.
func (f *fields) endpointOptions() (opts []signkey.EndpointOption) {
	past, future := uint64(300), uint64(300)
	for _, pair := range f.pairs() {
		name, value := f.utf8(pair.name), f.utf8(pair.value)
		switch name {
		case "unsigned_method":
			opts = append(opts, signkey.WithUnsignedMethods(value))
		case "unsigned_sync":
			opts = appendIf(opts, f.isSet(value), signkey.WithUnsignedSync())
		case "sign_responses":
			opts = appendIf(opts, f.isSet(value), signkey.WithSignedResponses())
		case "past":
			past = f.number(value)
		case "future":
			future = f.number(value)
		case "max_body_size":
			opts = append(opts, signkey.WithMaxBodySize(f.number(value)))
		case "max_json_size":
			opts = append(opts, signkey.WithMaxJSONSize(f.number(value)))
		case "max_response_size":
			opts = append(opts, signkey.WithMaxResponseSize(f.number(value)))
		default:
			f.invalid()
		}
	}
	return append(opts, signkey.WithWindowSeconds(past, future))
}

func appendIf(opts []signkey.EndpointOption, is bool, opt signkey.EndpointOption) []signkey.EndpointOption {
	if is {
		return append(opts, opt)
	}
	return opts
}
