// Package signkey verifies and signs requests with Inngest signing keys.
//
// A signing key (signkey-prod-<hex>) is the secret between the platform and an app. The platform
// signs its requests with it; the app verifies them, signs its responses, and authenticates its own
// calls:
//
//	keyring, err := signkey.NewKeyring(os.Getenv("INNGEST_SIGNING_KEY"), os.Getenv("INNGEST_SIGNING_KEY_FALLBACK"))
//	...
//	verified, err := keyring.VerifyRequest(body, r.Header)
//	if errors.Is(err, signkey.ErrExpired) { ... }
//
// The body is the bytes as received: verify before anything parses them. Package signkeyhttp does
// so for an [net/http.Handler], and package signkeytest makes requests for tests.
//
// # The app around the key
//
// A [Config] reads the settings of an app, from the environment or from options. Out of it come the
// [Endpoint], through which requests get in, in cloud and in dev mode, the [APIAuth] for calls to the
// platform's API, and the [Registration] that tells the platform which functions an app has. An
// [Admission] is a request on its way in, who sent it, and how its response is signed.
//
// # Verdicts
//
// Everything is decided by one library, the same for all languages; this package gives it the types
// of Go. Every error is an [*Error] behind one of the sentinels, with a code, an HTTP status, the
// setting that causes it, if one does, and at most one number of detail. None holds any part of the
// input.
//
// # Each message once
//
// With a [ReplayGuard] or a [ReplayStore], an endpoint accepts each message once, in one process or in all
// that share the store, and no signed response as a request. Module signkeyredis has a store in Valkey and
// Redis.
//
// # Secrets
//
// Keys are held outside the memory of Go and are cleared by Close, or when the garbage collector
// finds that their holder is gone. What is printed, logged or marshalled of a [Keyring] or a
// [SigningKey] is the ids of its keys.
//
// # Building
//
// The package needs cgo, and links a static library that comes with it. With the build tag
// signkey_system it links the C library that pkg-config finds instead.
package signkey
