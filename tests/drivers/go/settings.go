package main

import (
	"strconv"

	signkey "github.com/signkey/signkey/bindings-go"
)

// settings are options and variables.
type settings struct {
	options signkey.ConfigOptions
	vars    map[string]string
}

func (f *fields) settings() settings {
	var options signkey.ConfigOptions
	texts := map[string]*string{
		"dev_server_url":       &options.DevServerURL,
		"base_url":             &options.BaseURL,
		"api_base_url":         &options.APIBaseURL,
		"event_api_base_url":   &options.EventAPIBaseURL,
		"signing_key":          &options.SigningKey,
		"signing_key_fallback": &options.SigningKeyFallback,
		"event_key":            &options.EventKey,
		"environment":          &options.Environment,
		"platform":             &options.Platform,
		"serve_origin":         &options.ServeOrigin,
		"serve_path":           &options.ServePath,
	}
	for _, pair := range f.pairs() {
		name, value := f.utf8(pair.name), f.utf8(pair.value)
		switch place := texts[name]; {
		case place != nil:
			*place = value
		case name == "mode":
			options.Mode = f.mode(value)
		default:
			f.invalid()
		}
	}
	return settings{options, f.texts()}
}

func (f *fields) mode(name string) signkey.Mode {
	switch name {
	case "cloud":
		return signkey.ModeCloud
	case "dev":
		return signkey.ModeDev
	}
	f.invalid()
	return 0
}

func (s settings) config() (*signkey.Config, error) {
	return signkey.NewConfig(s.options, func(name string) (string, bool) {
		value, ok := s.vars[name]
		return value, ok
	})
}

// app reads an app; a name that is not there is an empty text or no.
func (f *fields) app() signkey.App {
	texts := f.texts()
	functions, err := strconv.ParseUint(texts["functions"], 10, 64)
	if err != nil {
		f.invalid()
	}
	return signkey.App{
		ID:         texts["id"],
		SDK:        texts["sdk"],
		Language:   texts["language"],
		Framework:  texts["framework"],
		Functions:  functions,
		TrustProbe: texts["trust_probe"] == "1",
		Connect:    texts["connect"] == "1",
	}
}
