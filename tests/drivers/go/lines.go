package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	signkey "github.com/signkey/signkey/bindings-go"
)

// order is the order and the spelling of headers in answers, which http.Header does not keep.
var order = []string{
	"Content-Type", "WWW-Authenticate", "Allow", "X-Inngest-Sync-Kind", "X-Inngest-Sdk",
	"X-Inngest-Req-Version", "X-Inngest-Env", "X-Inngest-Framework", "X-Inngest-Platform",
	"X-Inngest-Expected-Server-Kind", "Authorization", signkey.HeaderName,
}

// lines is a line for each header; those without a place in the order come last.
func lines(header http.Header) string {
	place := func(name string) int {
		at := slices.IndexFunc(order, func(other string) bool { return strings.EqualFold(name, other) })
		if at < 0 {
			return len(order)
		}
		return at
	}
	names := slices.SortedFunc(maps.Keys(header), func(a, b string) int { return place(a) - place(b) })
	var text strings.Builder
	for _, name := range names {
		for _, value := range header[name] {
			if at := place(name); at < len(order) {
				name = order[at]
			}
			text.WriteString(name + ": " + value + "\n")
		}
	}
	return text.String()
}
