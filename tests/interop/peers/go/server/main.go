// Command server answers for the self-hosted server: does it accept a token for its API?
package main

import (
	"context"
	"os"

	"github.com/inngest/inngest/pkg/authn"

	"signkey.test/interop/peers/line"
)

func main() {
	if err := line.Serve(os.Stdin, os.Stdout, map[string]line.Answerer{"accepts_token": acceptsToken}); err != nil {
		panic(err)
	}
}

// acceptsToken asks the strategy behind the server's middleware: a key, and a token for it.
func acceptsToken(fields []string) ([]string, error) {
	key, _, err := line.Bytes(fields[0])
	if err != nil {
		return nil, err
	}
	token, _, err := line.Bytes(fields[1])
	if err != nil {
		return nil, err
	}
	if _, err := authn.HandleSigningKey(context.Background(), string(token), string(key)); err != nil {
		return nil, line.Refused
	}
	return nil, nil
}
