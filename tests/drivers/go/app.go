package main

import (
	"encoding/hex"
	"maps"

	signkey "github.com/signkey/signkey/bindings-go"
)

func init() {
	maps.Copy(requests, map[string]request{
		"config":       {2, describe},
		"serve_url":    {3, serveURL},
		"authenticate": {10, authenticate},
		"admit":        {12, admit},
		"api_auth":     {2, apiCalls},
		"may_send_to":  {2, maySendTo},
		"verify_token": {2, verifyToken},
		"handshake":    {10, registration},
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
		endpoint, err := config.Endpoint(signkey.WithUnsignedMethods("GET"))
		if err != nil {
			return "", err
		}
		defer endpoint.Close()
		admission := endpoint.AdmitWhole("GET", header, nil, signkey.WithUnixNow(now))
		body, err := config.Introspect(app, &admission)
		return string(body), err
	})
}
