package main

import (
	"encoding/hex"
	"strconv"

	signkey "github.com/signkey/signkey/bindings-go"
)

// request is what the protocol asks for under a name, and how many fields it gives.
type request struct {
	fields int
	answer func(*fields) ([]string, error)
}

var requests = map[string]request{
	"verify":          {6, verify((*signkey.Keyring).VerifyRequest)},
	"verify_response": {6, verify((*signkey.Keyring).VerifyResponse)},
	"sign_request":    {3, sign((*signkey.SigningKey).SignRequest)},
	"sign_response":   {3, sign((*signkey.SigningKey).SignResponse)},
	"canonicalize":    {1, canonicalize},
	"bearer":          {1, bearer},
	"key_id":          {1, keyID},

	"replay_messages":    {5, replayMessages},
	"diagnose":           {1, diagnose},
	"explain":            {8, explain},
	"rotation_step":      {1, rotationStep},
	"read_introspection": {1, readIntrospection},
}

// answer is the fields behind "ok".
func answer(line []string) ([]string, error) {
	request, ok := requests[line[0]]
	if !ok || len(line)-1 != request.fields {
		return nil, errUnsupported
	}
	return request.answer(&fields{left: line[1:]})
}

type verifier = func(*signkey.Keyring, []byte, header, ...signkey.VerifyOption) (signkey.Verified, error)

func verify(call verifier) func(*fields) ([]string, error) {
	return func(f *fields) ([]string, error) {
		texts, body, header := f.keys(), f.bytes(), f.header()
		now, past, future := f.integer(), f.integer(), f.integer()
		if f.err != nil {
			return nil, f.err
		}
		keyring, err := signkey.NewKeyring(texts...)
		if err != nil {
			return nil, err
		}
		defer keyring.Close()
		verified, err := call(keyring, body, header,
			signkey.WithUnixNow(now), signkey.WithWindowSeconds(past, future))
		if err != nil {
			return nil, err
		}
		index, t := strconv.Itoa(verified.KeyIndex), strconv.FormatUint(verified.UnixTime, 10)
		return []string{index, verified.Form.String(), t}, nil
	}
}

type signer = func(*signkey.SigningKey, []byte, ...signkey.SignOption) (string, error)

func sign(call signer) func(*fields) ([]string, error) {
	return func(f *fields) ([]string, error) {
		text, body, t := f.bytes(), f.bytes(), f.integer()
		return withKey(f, text, func(key *signkey.SigningKey) (string, error) {
			return call(key, body, signkey.WithUnixTimestamp(t))
		})
	}
}

func bearer(f *fields) ([]string, error) {
	return withKey(f, f.bytes(), (*signkey.SigningKey).APIToken)
}

func keyID(f *fields) ([]string, error) {
	return withKey(f, f.bytes(), func(key *signkey.SigningKey) (string, error) {
		return key.ID(), nil
	})
}

// withKey answers with a text that is made with a key.
func withKey(f *fields, text []byte, make func(*signkey.SigningKey) (string, error)) ([]string, error) {
	if f.err != nil {
		return nil, f.err
	}
	key, err := signkey.NewSigningKey(string(text))
	if err != nil {
		return nil, err
	}
	defer key.Close()
	made, err := make(key)
	return []string{hex.EncodeToString([]byte(made))}, err
}

func canonicalize(f *fields) ([]string, error) {
	body := f.bytes()
	if f.err != nil {
		return nil, f.err
	}
	canonical, lossless, err := signkey.Canonicalize(body)
	fidelity := "lossy"
	if lossless {
		fidelity = "lossless"
	}
	return []string{hex.EncodeToString(canonical), fidelity}, err
}
