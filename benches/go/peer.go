//go:build peer

package main

import (
	"context"
	"log"

	"github.com/gowebpki/jcs"
	"github.com/inngest/inngestgo"
)

func peerVerifiers() []contestant {
	ctx := context.Background()
	return []contestant{{"inngestgo ValidateRequestSignature", func(m *message) {
		ok, _, err := inngestgo.ValidateRequestSignature(ctx, m.value, key, "", m.body, false)
		if !ok || err != nil {
			log.Fatal(ok, err)
		}
	}}}
}

func peerCanonicalizers() []contestant {
	return []contestant{{"gowebpki/jcs Transform", func(m *message) {
		if _, err := jcs.Transform(m.body); err != nil {
			log.Fatal(err)
		}
	}}}
}
