//go:build peer

package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"strconv"
	"time"

	"github.com/gowebpki/jcs"
	"github.com/inngest/inngestgo"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

var webhook = newWebhook()

func newWebhook() *webhooks.Webhook {
	made, err := webhooks.NewWebhookRaw([]byte(digits))
	if err != nil {
		log.Fatal(err)
	}
	return made
}

func webhookHeader(body []byte) http.Header {
	now := time.Now()
	signature, err := webhook.Sign("msg_1", now, body)
	if err != nil {
		log.Fatal(err)
	}
	header := http.Header{}
	header.Set(webhooks.HeaderWebhookID, "msg_1")
	header.Set(webhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	header.Set(webhooks.HeaderWebhookSignature, signature)
	return header
}

func peerSDK() []contender {
	isValid := peerCheck()
	return []contender{{"inngest SDK", func(m *message) ([]byte, error) {
		if !isValid(m.body, m.value) {
			return nil, errors.New("refused")
		}
		return nil, nil
	}, verifies}}
}

func peerCheck() verify {
	ctx := context.Background()
	return func(body []byte, header string) bool {
		ok, _, err := inngestgo.ValidateRequestSignature(ctx, header, key, "", body, false)
		return ok && err == nil
	}
}

func peerVerifiers() []contender {
	return []contender{{"standardwebhooks", func(m *message) ([]byte, error) {
		return nil, webhook.Verify(m.body, m.webhook)
	}, verifies}}
}

func peerCanonicalizers() []contender {
	return []contender{{"gowebpki/jcs", func(m *message) ([]byte, error) {
		return jcs.Transform(m.body)
	}, givesCanonical}}
}
