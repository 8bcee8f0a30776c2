package main

import (
	"time"
	_ "unsafe" // for go:linkname
)

// What the SDK uses itself and does not export.

//go:linkname signatureTimeDeltaMax github.com/inngest/inngestgo.signatureTimeDeltaMax
var signatureTimeDeltaMax time.Duration

//go:linkname hashedSigningKey github.com/inngest/inngestgo.hashedSigningKey
func hashedSigningKey(key []byte) ([]byte, error)

//go:linkname signWithoutJCS github.com/inngest/inngestgo.signWithoutJCS
func signWithoutJCS(at time.Time, key, body []byte) (string, error)

const window = 5 * time.Minute

// setClock makes the SDK's tolerance for the past what it would be if it were `now`, because the SDK
// reads the system's clock. Half a second more, because it counts fractions and the cases do not.
func setClock(now int64) {
	signatureTimeDeltaMax = time.Since(time.Unix(now, 0)) + window + time.Second/2
}
