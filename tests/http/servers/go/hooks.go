package main

import (
	"net/http"
	"sync"

	signkey "github.com/signkey/signkey/bindings-go"
)

// hooks count what they are told.
type hooks struct {
	mu     sync.Mutex
	counts map[string]map[string]int
}

func newHooks() *hooks {
	return &hooks{counts: map[string]map[string]int{"refused": {}, "warning": {}}}
}

func (h *hooks) refused(_ *http.Request, err *signkey.Error) {
	h.count("refused", err.Code())
}

func (h *hooks) warned(_ *http.Request, warning signkey.Warning) {
	h.count("warning", warning.Code())
}

func (h *hooks) count(hook, code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts[hook][code]++
}

func (h *hooks) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	writeJSON(w, h.counts)
}
