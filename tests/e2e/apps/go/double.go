package main

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

const name = "ask the platform"

// object is JSON to be written.
type object map[string]any

// functions is the app's only one, called at our own URL.
func functions(url string) []object {
	step := object{
		"id": "step", "name": "step", "retries": object{"attempts": 3},
		"runtime": object{"type": "http", "url": url + "?fnId=go-double"},
	}
	return []object{{
		"id": "go-double", "name": "double", "triggers": []object{{"event": "number/go"}},
		"steps": object{"step": step},
	}}
}

// outOfBand is the configuration as it is sent to the platform.
func outOfBand(url string) object {
	return object{
		"v": "0.1", "deployType": "ping", "appName": about.ID, "framework": about.Framework, "sdk": about.SDK,
		"url": url, "functions": functions(url), "capabilities": object{},
	}
}

// inBand is the configuration as it is the response to a sync.
func inBand(url string, inspection json.RawMessage) object {
	return object{
		"app_id": about.ID, "env": nil, "framework": about.Framework, "functions": functions(url),
		"inspection": inspection, "platform": nil, "sdk_author": "signkey", "sdk_language": about.Language,
		"sdk_version": "0.1.0", "url": url,
	}
}

// double is the function: one step, which asks the platform's API, and then the result. The step fails
// as often as the event says, and kills its process if it says so.
func double(call io.Reader, ask func(path string) (int, error)) (status int, result any) {
	var request struct {
		Context struct {
			RunID   string `json:"run_id"`
			Attempt int    `json:"attempt"`
		} `json:"ctx"`
		Event struct {
			Data struct {
				Number float64 `json:"number"`
				Fails  int     `json:"fails"`
				Dies   bool    `json:"dies"`
			} `json:"data"`
		} `json:"event"`
		Steps map[string]struct {
			Data json.RawMessage `json:"data"`
		} `json:"steps"`
	}
	if err := json.NewDecoder(call).Decode(&request); err != nil {
		return http.StatusBadRequest, object{"message": "not a call"}
	}
	data, attempt := request.Event.Data, request.Context.Attempt
	// Steps are named by their SHA-1.
	hash := sha1.Sum([]byte(name))
	step := hex.EncodeToString(hash[:])
	if done, ok := request.Steps[step]; ok {
		return http.StatusOK, object{"doubled": data.Number * 2, "platform": done.Data}
	}
	if data.Dies && attempt == 0 {
		os.Exit(1)
	}
	if attempt < data.Fails {
		return http.StatusInternalServerError, object{"message": "failed, as the event says"}
	}
	answered, err := ask("/v1/runs/" + request.Context.RunID)
	if err != nil || answered != http.StatusOK {
		return http.StatusInternalServerError, object{"message": fmt.Sprint("the platform answered ", answered)}
	}
	return http.StatusPartialContent, []object{{
		"id": step, "op": "StepRun", "name": name, "displayName": name, "data": object{"status": answered},
	}}
}
