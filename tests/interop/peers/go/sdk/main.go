// Command sdk answers for the Go SDK, github.com/inngest/inngestgo.
package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/inngest/inngestgo"

	"signkey.test/interop/peers/line"
)

func main() {
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	err := line.Serve(os.Stdin, os.Stdout, map[string]line.Answerer{
		"verify":          verify,
		"verify_response": verifyResponse,
		"sign_request":    signRequest,
		"sign_response":   signResponse,
		"bearer":          bearer,
	})
	if err != nil {
		panic(err)
	}
}

// verify asks the SDK's ValidateRequestSignature, as its HTTP handler does.
func verify(fields []string) ([]string, error) {
	question, err := readQuestion(fields)
	if err != nil {
		return nil, err
	}
	keys := question.keys
	if len(keys) > 2 {
		return nil, line.Unsupported("keys")
	}
	fallback := ""
	if len(keys) == 2 {
		fallback = keys[1]
	}
	valid, used, err := inngestgo.ValidateRequestSignature(
		context.Background(), question.header, keys[0], fallback, question.body, false,
	)
	if err != nil || !valid {
		return nil, line.Refused
	}
	if used == keys[0] {
		return []string{"0"}, nil
	}
	return []string{"1"}, nil
}

func verifyResponse(fields []string) ([]string, error) {
	question, err := readQuestion(fields)
	if err != nil {
		return nil, err
	}
	if len(question.keys) != 1 {
		return nil, line.Unsupported("keys")
	}
	valid, err := inngestgo.ValidateResponseSignature(
		context.Background(), question.header, []byte(question.keys[0]), question.body,
	)
	if err != nil || !valid {
		return nil, line.Refused
	}
	return []string{"0"}, nil
}

func signRequest(fields []string) ([]string, error) {
	return sign(fields, func(at time.Time, key, body []byte) (string, error) {
		return inngestgo.Sign(context.Background(), at, key, body)
	})
}

func signResponse(fields []string) ([]string, error) {
	return sign(fields, signWithoutJCS)
}

func sign(fields []string, signer func(at time.Time, key, body []byte) (string, error)) ([]string, error) {
	key, _, err := line.Bytes(fields[0])
	if err != nil {
		return nil, err
	}
	body, _, err := line.Bytes(fields[1])
	if err != nil {
		return nil, err
	}
	at, err := line.Seconds(fields[2])
	if err != nil {
		return nil, err
	}
	header, err := signer(time.Unix(at, 0), key, body)
	if err != nil {
		return nil, line.Refused
	}
	return []string{line.Text(header)}, nil
}

func bearer(fields []string) ([]string, error) {
	key, _, err := line.Bytes(fields[0])
	if err != nil {
		return nil, err
	}
	token, err := hashedSigningKey(key)
	if err != nil {
		return nil, line.Refused
	}
	return []string{line.Text(string(token))}, nil
}

type question struct {
	keys   []string
	body   []byte
	header string
}

// readQuestion reads keys, body, header, now, past and future, and sets the clock. To the SDK an
// absent key or header is an empty one.
func readQuestion(fields []string) (question, error) {
	if fields[4] != "300" || fields[5] != "300" {
		return question{}, line.Unsupported("window")
	}
	now, err := line.Seconds(fields[3])
	if err != nil {
		return question{}, err
	}
	setClock(now)
	read := question{}
	for field := range strings.SplitSeq(fields[0], ",") {
		key, _, err := line.Bytes(field)
		if err != nil {
			return question{}, err
		}
		read.keys = append(read.keys, string(key))
	}
	if read.body, _, err = line.Bytes(fields[1]); err != nil {
		return question{}, err
	}
	header, _, err := line.Bytes(fields[2])
	read.header = string(header)
	return read, err
}
