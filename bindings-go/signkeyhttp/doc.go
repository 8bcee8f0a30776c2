// Package signkeyhttp brings signkey to net/http.
//
// [Middleware] lets only signed requests through to an [http.Handler]. Put it in front of
// everything that reads or changes bodies:
//
//	protect := signkeyhttp.Middleware(keyring, nil)
//	http.Handle("/api/inngest", protect(handler))
//
// [Transport] authenticates an app's own calls to the platform's API, and [Sync] tells the platform
// which functions an app has.
package signkeyhttp
