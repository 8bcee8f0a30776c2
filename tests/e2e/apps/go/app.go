package main

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

const (
	sdk  = "signkey-go:v0.1.0"
	path = "/api/inngest"
	name = "ask the platform"
)

// object is JSON to be written.
type object map[string]any

// app is what runs behind the middleware: every request that gets here was signed by the platform.
type app struct {
	platform *platform
	origin   string
	step     string
}

func newApp(platform *platform, origin string) http.Handler {
	// Steps are named by their SHA-1.
	hash := sha1.Sum([]byte(name))
	a := &app{platform: platform, origin: origin, step: hex.EncodeToString(hash[:])}
	mux := http.NewServeMux()
	mux.HandleFunc("PUT "+path, a.sync)
	mux.HandleFunc("POST "+path, a.call)
	return mux
}

// sync registers with the platform.
func (a *app) sync(w http.ResponseWriter, r *http.Request) {
	header := http.Header{}
	header.Set("X-Inngest-Sdk", sdk)
	header.Set("X-Inngest-Req-Version", "2")
	if kind := r.Header.Get("X-Inngest-Server-Kind"); kind != "" {
		header.Set("X-Inngest-Expected-Server-Kind", kind)
	}
	query := ""
	if deploy := r.URL.Query().Get("deployId"); deploy != "" {
		query = "?" + url.Values{"deployId": {deploy}}.Encode()
	}
	configuration := object{
		"v": "0.1", "deployType": "ping", "appName": "go", "framework": "net/http", "sdk": sdk,
		"url": a.origin + path, "functions": a.functions(), "capabilities": object{},
	}
	var reply struct {
		Modified bool `json:"modified"`
	}
	status := a.platform.send(r.Context(), http.MethodPost, "/fn/register"+query, header, configuration, &reply)
	if status != http.StatusOK {
		answer(w, http.StatusInternalServerError, object{"message": fmt.Sprint("the platform answered ", status)})
		return
	}
	answer(w, http.StatusOK, object{"message": "synced", "modified": reply.Modified})
}

// functions is the configuration: one function, called at our own URL.
func (a *app) functions() []object {
	step := object{
		"id": "step", "name": "step", "retries": object{"attempts": 3},
		"runtime": object{"type": "http", "url": a.origin + path + "?fnId=go-double"},
	}
	return []object{{
		"id": "go-double", "name": "double", "triggers": []object{{"event": "number/go"}},
		"steps": object{"step": step},
	}}
}

// call runs the function: one step, which calls the platform's API, and then the result.
func (a *app) call(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Context struct {
			RunID string `json:"run_id"`
		} `json:"ctx"`
		Event struct {
			Data struct {
				Number float64 `json:"number"`
			} `json:"data"`
		} `json:"event"`
		Steps map[string]struct {
			Data json.RawMessage `json:"data"`
		} `json:"steps"`
	}
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		answer(w, http.StatusBadRequest, object{"message": "not a call"})
		return
	}
	if done, ok := request.Steps[a.step]; ok {
		answer(w, http.StatusOK, object{"doubled": request.Event.Data.Number * 2, "platform": done.Data})
		return
	}
	status := a.platform.send(r.Context(), http.MethodGet, "/v1/runs/"+request.Context.RunID, http.Header{}, nil, nil)
	if status != http.StatusOK {
		answer(w, http.StatusInternalServerError, object{"message": fmt.Sprint("the platform answered ", status)})
		return
	}
	answer(w, http.StatusPartialContent, []object{{
		"id": a.step, "op": "StepRun", "name": name, "displayName": name,
		"data": object{"status": status},
	}})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Inngest-Sdk", sdk)
	w.Header().Set("X-Inngest-Req-Version", "2")
	w.WriteHeader(status)
	// An error means that the caller is gone.
	_ = json.NewEncoder(w).Encode(body)
}
