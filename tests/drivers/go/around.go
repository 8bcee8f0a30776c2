package main

import (
	"encoding/hex"
	"maps"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

func init() {
	maps.Copy(requests, map[string]request{
		"config":       {2, describe},
		"serve_url":    {3, serveURL},
		"authenticate": {10, authenticate},
		"api_auth":     {2, apiCalls},
		"may_send_to":  {2, maySendTo},
		"verify_token": {2, verifyToken},
		"handshake":    {10, handshake},
		"introspect":   {5, introspect},
	})
}

// withConfig answers with a text that is made of settings.
func withConfig(f *fields, settings settings, make func(*signkey.Config) (string, error)) ([]string, error) {
	if f.err != nil {
		return nil, f.err
	}
	config, err := settings.config()
	if err != nil {
		return nil, err
	}
	defer config.Close()
	made, err := make(config)
	return []string{hex.EncodeToString([]byte(made))}, err
}

func describe(f *fields) ([]string, error) {
	return withConfig(f, f.settings(), func(config *signkey.Config) (string, error) {
		return string(config.Describe()), nil
	})
}

func serveURL(f *fields) ([]string, error) {
	settings, url := f.settings(), f.text()
	return withConfig(f, settings, func(config *signkey.Config) (string, error) {
		return config.ServeURL(url)
	})
}

func introspect(f *fields) ([]string, error) {
	settings, app, header, now := f.settings(), f.app(), f.header(), f.integer()
	return withConfig(f, settings, func(config *signkey.Config) (string, error) {
		endpoint, err := config.Endpoint(signkey.AllowUnsigned("GET"))
		if err != nil {
			return "", err
		}
		defer endpoint.Close()
		r := &http.Request{Method: "GET", Header: header}
		body, err := config.Introspect(app, endpoint, r, nil, signkey.WithUnixNow(now))
		return string(body), err
	})
}
