//go:build cgo

package ffi

// #include "signkey.h"
import "C"

// The modes.
const (
	ModeCloud = C.SIGNKEY_MODE_CLOUD
	ModeDev   = C.SIGNKEY_MODE_DEV
)

// ModeName is the name of a mode, "unknown" if there is none.
func ModeName(mode uint32) string {
	return C.GoString(C.signkey_mode_name(C.uint32_t(mode)))
}

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

func (o *ConfigOptions) borrow(b *borrower) *C.signkey_config_options {
	return &C.signkey_config_options{
		size:                 C.sizeof_signkey_config_options,
		mode:                 C.uint32_t(o.Mode),
		dev_server_url:       b.text(o.DevServerURL),
		base_url:             b.text(o.BaseURL),
		api_base_url:         b.text(o.APIBaseURL),
		event_api_base_url:   b.text(o.EventAPIBaseURL),
		signing_key:          b.text(o.SigningKey),
		signing_key_fallback: b.text(o.SigningKeyFallback),
		event_key:            b.text(o.EventKey),
		environment:          b.text(o.Environment),
		platform:             b.text(o.Platform),
		serve_origin:         b.text(o.ServeOrigin),
		serve_path:           b.text(o.ServePath),
	}
}

// NewConfig reads settings. C reads the texts where they are, so that no copy of a key is left
// behind.
func NewConfig(options ConfigOptions, variables []Field) (*Config, Failure) {
	var b borrower
	defer b.Unpin()
	fields, count := b.fields(variables)
	var config *C.signkey_config
	failure := noFailure()
	C.signkey_config_new(options.borrow(&b), fields, count, &config, &failure)
	return (*Config)(config), failureOf(failure)
}

// FreeConfig ends a configuration.
func FreeConfig(config *Config) {
	C.signkey_config_free(config.c())
}

// Variables are the names of all variables that are read.
func Variables() []string {
	return namesOf(func(index C.size_t) *C.char { return C.signkey_config_variable(index) })
}

// FileVariables are the names of those that hold the path of a file.
func FileVariables() []string {
	return namesOf(func(index C.size_t) *C.char { return C.signkey_config_file_variable(index) })
}

func namesOf(list func(C.size_t) *C.char) (names []string) {
	for {
		name := list(C.size_t(len(names)))
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
	SettingMode            = C.SIGNKEY_SETTING_MODE
	SettingEnvironment     = C.SIGNKEY_SETTING_ENVIRONMENT
	SettingPlatform        = C.SIGNKEY_SETTING_PLATFORM
	SettingAPIOrigin       = C.SIGNKEY_SETTING_API_ORIGIN
	SettingEventAPIOrigin  = C.SIGNKEY_SETTING_EVENT_API_ORIGIN
	SettingServeOrigin     = C.SIGNKEY_SETTING_SERVE_ORIGIN
	SettingServePath       = C.SIGNKEY_SETTING_SERVE_PATH
	SettingAllowInBandSync = C.SIGNKEY_SETTING_ALLOW_IN_BAND_SYNC
)

// Settings are all of them.
var Settings = []uint32{
	SettingMode, SettingEnvironment, SettingPlatform, SettingAPIOrigin, SettingEventAPIOrigin,
	SettingServeOrigin, SettingServePath, SettingAllowInBandSync,
}

// SettingOf looks up a value.
func SettingOf(config *Config, setting uint32) Setting {
	var value C.signkey_buffer
	var source C.signkey_slice
	failure := noFailure()
	C.signkey_config_get(config.c(), C.uint32_t(setting), &value, &source, &failure)
	return Setting{
		Value: string(take(&value)), Source: copied(source), Failure: failureOf(failure),
	}
}

// Problem is something that is wrong with a setting.
type Problem struct {
	Code, Setting, Message string
	IsError                bool
}

// Problems are what is wrong with settings, in their order.
func Problems(config *Config) ([]Problem, Failure) {
	var problems []Problem
	for {
		found := C.signkey_problem{size: C.sizeof_signkey_problem}
		switch C.signkey_config_problem(config.c(), C.size_t(len(problems)), &found) {
		case C.SIGNKEY_OK:
			problems = append(problems, Problem{
				Code:    copied(found.code),
				Setting: copied(found.setting),
				Message: C.GoString(&found.message[0]),
				IsError: found.severity == C.SIGNKEY_SEVERITY_ERROR,
			})
		case C.SIGNKEY_ERROR_INVALID_ARGUMENT:
			// Behind the last one.
			return problems, Failure{}
		default:
			return nil, statusOnly(C.SIGNKEY_ERROR_INTERNAL)
		}
	}
}

// Describe writes a configuration and its problems as JSON.
func Describe(config *Config) ([]byte, Failure) {
	var out C.signkey_buffer
	status := C.signkey_config_describe(config.c(), &out)
	return take(&out), statusOnly(status)
}
