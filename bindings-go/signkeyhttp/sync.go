package signkeyhttp

import (
	"bytes"
	"context"
	"io"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

// answerSize is how much of the platform's answer is looked at, in bytes: more than the largest
// that counts.
const answerSize = 1<<20 + 1

// Sync brings a handshake to its end: it sends the configuration of the functions, a JSON document
// in UTF-8, to the platform, unless that is the response itself. It returns the response to the
// request that began the sync, also if the platform refuses or cannot be reached.
//
// The client sends the requests, nil is [http.DefaultClient]. It follows no redirect here, whatever
// it does elsewhere, and cookies apart, all that it sends is what the handshake says. The context
// is for these requests. Of options, [signkey.WithNow] and [signkey.WithUnixNow] alone make sense;
// they set the time of the response.
//
// Errors are those of [signkey.Handshake.Response].
func Sync(
	ctx context.Context, client *http.Client, handshake *signkey.Handshake, configuration []byte,
	opts ...signkey.VerifyOption,
) (signkey.SyncResponse, error) {
	if handshake.IsInBand() {
		return handshake.Response(configuration, opts...)
	}
	direct := directly(client)
	for request, ok := handshake.Request(); ok; request, ok = handshake.Request() {
		status, answer := post(ctx, direct, request, configuration)
		if err := handshake.Answer(status, answer); err != nil {
			return signkey.SyncResponse{}, err
		}
	}
	return handshake.Response(nil, opts...)
}

// directly is a client that follows no redirect.
func directly(client *http.Client) *http.Client {
	if client == nil {
		client = http.DefaultClient
	}
	direct := *client
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &direct
}

// post sends a configuration. Status 0 says that nothing arrived.
func post(
	ctx context.Context, client *http.Client, request signkey.SyncRequest, configuration []byte,
) (status int, answer []byte) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, request.URL, bytes.NewReader(configuration))
	if err != nil {
		return 0, nil
	}
	r.Header = request.Header
	response, err := client.Do(r)
	if err != nil {
		return 0, nil
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(response.Body, answerSize))
	if err != nil {
		return 0, nil
	}
	return response.StatusCode, answer
}
