//go:build cgo

package ffi

/*
#cgo nocallback signkey_config_new
#cgo nocallback signkey_config_free
#cgo nocallback signkey_config_variable
#cgo nocallback signkey_config_get
#cgo nocallback signkey_config_allows_in_band_sync
#cgo nocallback signkey_config_problem_count
#cgo nocallback signkey_config_problem
#cgo nocallback signkey_config_describe
#include "signkey.h"
*/
import "C"

// The modes.
const (
	ModeCloud = C.SIGNKEY_MODE_CLOUD
	ModeDev   = C.SIGNKEY_MODE_DEV
)

// Config is a C object. Any number of threads may use it at once, but none after FreeConfig.
type Config C.signkey_config

func (c *Config) c() *C.signkey_config {
	return (*C.signkey_config)(c)
}

// ConfigOptions go before the variables. A mode of 0 and empty texts are not set.
type ConfigOptions struct {
	Mode                                               uint32
	DevServerURL, BaseURL, APIBaseURL, EventAPIBaseURL string
	SigningKey, SigningKeyFallback, EventKey           string
	Environment, Platform, ServeOrigin, ServePath      string
}

func (o *ConfigOptions) lend(l *lender) *C.signkey_config_options {
	return &C.signkey_config_options{
		size:                 C.sizeof_signkey_config_options,
		mode:                 C.uint32_t(o.Mode),
		dev_server_url:       l.text(o.DevServerURL),
		base_url:             l.text(o.BaseURL),
		api_base_url:         l.text(o.APIBaseURL),
		event_api_base_url:   l.text(o.EventAPIBaseURL),
		signing_key:          l.text(o.SigningKey),
		signing_key_fallback: l.text(o.SigningKeyFallback),
		event_key:            l.text(o.EventKey),
		environment:          l.text(o.Environment),
		platform:             l.text(o.Platform),
		serve_origin:         l.text(o.ServeOrigin),
		serve_path:           l.text(o.ServePath),
	}
}

// NewConfig reads settings. C reads the texts where they are, so that no copy of a key is left
// behind.
func NewConfig(options ConfigOptions, variables []Field) (*Config, Failure) {
	var l lender
	defer l.Unpin()
	fields, count := l.fields(variables)
	var config *C.signkey_config
	failure := noFailure()
	C.signkey_config_new(options.lend(&l), fields, count, &config, &failure)
	return (*Config)(config), failureOf(failure)
}

// FreeConfig ends a configuration.
func FreeConfig(config *Config) {
	C.signkey_config_free(config.c())
}

// Variables are the names of all variables that are read.
func Variables() []string {
	var names []string
	for {
		name := C.signkey_config_variable(C.size_t(len(names)))
		if name == nil {
			return names
		}
		names = append(names, C.GoString(name))
	}
}

// Setting is a value of a configuration, empty if there is none, and where it comes from.
type Setting struct {
	Value, Source string
	Failure       Failure
}

// The settings that SettingOf looks up.
const (
	SettingMode           = C.SIGNKEY_SETTING_MODE
	SettingEnvironment    = C.SIGNKEY_SETTING_ENVIRONMENT
	SettingPlatform       = C.SIGNKEY_SETTING_PLATFORM
	SettingAPIOrigin      = C.SIGNKEY_SETTING_API_ORIGIN
	SettingEventAPIOrigin = C.SIGNKEY_SETTING_EVENT_API_ORIGIN
	SettingServeOrigin    = C.SIGNKEY_SETTING_SERVE_ORIGIN
	SettingServePath      = C.SIGNKEY_SETTING_SERVE_PATH
)

// SettingOf looks up a value.
func SettingOf(config *Config, setting uint32) Setting {
	var value, source C.signkey_slice
	failure := noFailure()
	C.signkey_config_get(config.c(), C.uint32_t(setting), &value, &source, &failure)
	return Setting{Value: received(value), Source: received(source), Failure: failureOf(failure)}
}

// ModeOf is the mode of a configuration.
func ModeOf(config *Config) (uint32, Failure) {
	var mode C.signkey_mode
	status := C.signkey_config_mode(config.c(), &mode)
	return uint32(mode), statusOnly(status)
}

// AllowsInBandSync says whether a configuration does.
func AllowsInBandSync(config *Config) (bool, Failure) {
	var allows C.bool
	status := C.signkey_config_allows_in_band_sync(config.c(), &allows)
	return bool(allows), statusOnly(status)
}

// Problem is something that is wrong with a setting.
type Problem struct {
	Code, Setting, Sentence string
	IsError                 bool
}

// Problems are what is wrong with settings, in their order.
func Problems(config *Config) ([]Problem, Failure) {
	var count C.size_t
	if status := C.signkey_config_problem_count(config.c(), &count); status != C.SIGNKEY_OK {
		return nil, statusOnly(status)
	}
	problems := make([]Problem, count)
	for i := range problems {
		found := C.signkey_problem{size: C.sizeof_signkey_problem}
		status := C.signkey_config_problem(config.c(), C.size_t(i), &found)
		if status != C.SIGNKEY_OK {
			return nil, statusOnly(status)
		}
		problems[i] = Problem{
			Code:     received(found.code),
			Setting:  received(found.setting),
			Sentence: received(found.sentence),
			IsError:  found.severity == C.SIGNKEY_SEVERITY_ERROR,
		}
	}
	return problems, Failure{}
}

// Describe writes a configuration and its problems as JSON.
func Describe(config *Config) ([]byte, Failure) {
	var out C.signkey_buffer
	status := C.signkey_config_describe(config.c(), &out)
	return take(&out), statusOnly(status)
}
