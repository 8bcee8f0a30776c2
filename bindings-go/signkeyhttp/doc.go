// Package signkeyhttp brings signkey to net/http.
//
// [Middleware] lets only those requests through to an [http.Handler] that an endpoint admits. Put it in
// front of everything that reads or changes bodies, and behind the router:
//
//	protect := signkeyhttp.Middleware(endpoint, nil)
//	http.Handle("/api/inngest", protect(handler))
//
// [Transport] authenticates an app's own calls to the platform's API, and [Register] tells the platform
// which functions an app has.
package signkeyhttp
