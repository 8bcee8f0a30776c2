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
	ctx := context.Background()
	return []contender{{"inngest SDK", func(m *message) ([]byte, error) {
		ok, _, err := inngestgo.ValidateRequestSignature(ctx, m.value, key, "", m.body, false)
		if !ok && err == nil {
			err = errors.New("refused")
		}
		return nil, err
	}, nil}}
}

func peerVerifiers() []contender {
	return []contender{{"standardwebhooks", func(m *message) ([]byte, error) {
		return nil, webhook.Verify(m.body, m.webhook)
	}, nil}}
}

func peerCanonicalizers() []contender {
	return []contender{{"gowebpki/jcs", func(m *message) ([]byte, error) {
		return jcs.Transform(m.body)
	}, canonical}}
}
