package main

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// diagnose is why a text is no key.
func diagnose(f *fields) ([]string, error) {
	text := f.text()
	if f.err != nil {
		return nil, f.err
	}
	fault := signkey.Diagnose(text)
	if fault == nil {
		return []string{"-"}, nil
	}
	return []string{
		fault.Err().Code(), fault.Cause(), position(fault.Position()), optionalHex(fault.Character()),
		hexOf(fault.Hint()), hexOf(fault.String()),
	}, nil
}

// explain is why a message was refused.
func explain(f *fields) ([]string, error) {
	kind := f.next()
	if kind != "request" && kind != "response" {
		f.invalid()
	}
	evidence := signkey.Evidence{
		IsResponse: kind == "response",
		Keys:       f.namedKeys(),
		Others:     f.namedKeys(),
		Header:     f.signatures(),
		Body:       f.bytes(),
	}
	opts := []signkey.VerifyOption{signkey.WithUnixNow(f.integer()), f.window()}
	if limit := f.next(); limit != "-" {
		opts = append(opts, signkey.WithMaxJSONSize(f.number(limit)))
	}
	if f.err != nil {
		return nil, f.err
	}
	explanation, err := signkey.Explain(evidence, opts...)
	if err != nil {
		return nil, err
	}
	verdict := "ok"
	if err := explanation.Err(); err != nil {
		verdict = code(err)
	}
	cause := explanation.Cause()
	if cause == "" {
		cause = "-"
	}
	return []string{
		verdict, cause, optionalHex(explanation.Key()), position(explanation.Position()),
		hexOf(string(explanation.JSON())),
	}, nil
}

func rotationStep(f *fields) ([]string, error) {
	facts := f.bytes()
	if f.err != nil {
		return nil, f.err
	}
	step, err := signkey.NextStep(facts)
	return []string{hexOf(string(step.JSON())), hexOf(step.String())}, err
}

func readIntrospection(f *fields) ([]string, error) {
	body := f.bytes()
	if f.err != nil {
		return nil, f.err
	}
	found, err := signkey.ReadIntrospection(body)
	return []string{hexOf(string(found))}, err
}

func (f *fields) namedKeys() (keys []signkey.NamedKey) {
	for _, pair := range f.pairs() {
		keys = append(keys, signkey.NamedKey{Name: f.utf8(pair.name), Text: f.utf8(pair.value)})
	}
	return keys
}

// signatures reads the values of a header, "-" for none.
func (f *fields) signatures() http.Header {
	header := http.Header{}
	for field := range strings.SplitSeq(f.next(), ",") {
		if field != "-" {
			header[signkey.HeaderName] = append(header[signkey.HeaderName], string(f.decode(field)))
		}
	}
	return header
}

// window reads PAST:FUTURE.
func (f *fields) window() signkey.VerifyOption {
	past, future, ok := strings.Cut(f.next(), ":")
	if !ok {
		f.invalid()
	}
	return signkey.WithWindowSeconds(f.number(past), f.number(future))
}

func position(at uint64, ok bool) string {
	if !ok {
		return "-"
	}
	return fmt.Sprint(at)
}

func hexOf(text string) string {
	return hex.EncodeToString([]byte(text))
}

func optionalHex(text string) string {
	if text == "" {
		return "-"
	}
	return hexOf(text)
}
