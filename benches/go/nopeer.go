//go:build !peer

package main

func peerVerifiers() []contestant { return nil }

func peerCanonicalizers() []contestant { return nil }
