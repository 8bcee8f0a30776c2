package signkey

import (
	"slices"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Mode is who sends the requests. No URL decides it. [ErrInvalidSetting] if the setting says neither
// of both; then the endpoint refuses every request.
func (c *Config) Mode() (Mode, error) {
	name, err := c.value(ffi.SettingMode)
	return modeOf(name), err
}

// ModeSource is the name of the option or of the variable that the mode comes from, or "default".
func (c *Config) ModeSource() string {
	return c.about.settings[ffi.SettingMode].Source
}

// Environment is the name of the environment to act in, empty for the one of the key.
// [ErrInvalidHeaderValue] if it is not printable ASCII.
func (c *Config) Environment() (string, error) {
	return c.value(ffi.SettingEnvironment)
}

// EnvironmentSource is the name of the option or of the variable that the name of the environment
// comes from, empty if there is none.
func (c *Config) EnvironmentSource() string {
	return c.about.settings[ffi.SettingEnvironment].Source
}

// Platform is the hosting platform, empty if it is not known. [ErrInvalidHeaderValue] if it is not
// printable ASCII.
func (c *Config) Platform() (string, error) {
	return c.value(ffi.SettingPlatform)
}

// APIOrigin is where the platform's API is: an origin, and a path if one was set.
// [ErrMalformedURL] if it is none.
func (c *Config) APIOrigin() (string, error) {
	return c.value(ffi.SettingAPIOrigin)
}

// EventAPIOrigin is where events are sent: an origin, and a path if one was set. [ErrMalformedURL]
// if it is none.
func (c *Config) EventAPIOrigin() (string, error) {
	return c.value(ffi.SettingEventAPIOrigin)
}

// ServeOrigin is the origin under which the platform reaches this app, empty if it was not set.
// [ErrMalformedURL] if it is none.
func (c *Config) ServeOrigin() (string, error) {
	return c.value(ffi.SettingServeOrigin)
}

// ServePath is the path under which the platform reaches this app, empty if it was not set.
// [ErrMalformedURL] if it is none.
func (c *Config) ServePath() (string, error) {
	return c.value(ffi.SettingServePath)
}

// AllowsInBandSync says whether the configuration of the functions may be returned in the response
// to a signed sync. [ErrInvalidSetting] if the setting says neither.
func (c *Config) AllowsInBandSync() (bool, error) {
	allows, err := c.value(ffi.SettingAllowInBandSync)
	return allows == "true", err
}

// Check is everything that is wrong with the settings, or looks so, in their order. It holds no
// secret.
func (c *Config) Check() []Problem {
	return slices.Clone(c.about.problems)
}

func (c *Config) value(setting uint32) (string, error) {
	found := c.about.settings[setting]
	return found.Value, asError(found.Failure)
}
