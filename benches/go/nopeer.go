//go:build !peer

package main

import "net/http"

const why = "built without -tags peer"

func webhookHeader([]byte) http.Header { return nil }

func peerSDK() []contender {
	leftOut("inngest SDK", "verify, libraries", why)
	return nil
}

func peerCheck() verify {
	leftOut("inngest SDK", "admit, net/http, libraries", why)
	return nil
}

func peerVerifiers() []contender {
	leftOut("standardwebhooks", "verify, libraries", why)
	return nil
}

func peerCanonicalizers() []contender {
	leftOut("gowebpki/jcs", "canonicalize", why)
	return nil
}
