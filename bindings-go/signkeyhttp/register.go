package signkeyhttp

import (
	"bytes"
	"context"
	"io"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

// Register brings a registration to its end: it sends the configuration of the functions, a JSON
// document in UTF-8, to the platform, unless that is the response itself. It returns the response to
// the request that began the sync, also if the platform refuses or cannot be reached.
//
// The client sends the requests, nil is [http.DefaultClient]. It follows no redirect here, whatever
// it does elsewhere, and cookies apart, all that it sends is what the registration says. The context
// is for these requests. Of options, [signkey.WithTimestamp] and [signkey.WithUnixTimestamp] alone make
// sense; they set the time of the response.
//
// Errors are those of [signkey.Registration.Response].
func Register(
	ctx context.Context, client *http.Client, registration *signkey.Registration, configuration []byte,
	opts ...signkey.SignOption,
) (signkey.SyncResponse, error) {
	if registration.IsInBand() {
		return registration.Response(configuration, opts...)
	}
	direct := directly(client)
	for request, ok := registration.Request(); ok; request, ok = registration.Request() {
		status, answer := send(ctx, direct, request, configuration)
		if err := registration.Answer(status, answer); err != nil {
			return signkey.SyncResponse{}, err
		}
	}
	return registration.Response(nil, opts...)
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

// send sends a configuration. Status 0 says that nothing arrived.
func send(
	ctx context.Context, client *http.Client, request signkey.RegisterRequest, configuration []byte,
) (status int, answer []byte) {
	r, err := http.NewRequestWithContext(ctx, request.Method, request.URL, bytes.NewReader(configuration))
	if err != nil {
		return 0, nil
	}
	r.Header = request.Header
	response, err := client.Do(r)
	if err != nil {
		return 0, nil
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(response.Body, signkey.AnswerSizeMax+1))
	if err != nil {
		return 0, nil
	}
	if len(answer) > signkey.AnswerSizeMax {
		return response.StatusCode, nil
	}
	return response.StatusCode, answer
}
