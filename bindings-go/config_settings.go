package signkey

import (
	"slices"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Mode is who sends the requests. No URL decides it.
func (c *Config) Mode() Mode {
	return c.about.mode
}

// ModeSource is the name of the option or of the variable that the mode comes from, or "default".
func (c *Config) ModeSource() string {
	return c.about.modeSource
}

// Environment is the name of the environment to act in, empty for the one of the key.
// [ErrInvalidHeaderValue] if it is not printable ASCII.
func (c *Config) Environment() (string, error) {
	return value(c.about.environment)
}

// EnvironmentSource is the name of the option or of the variable that the name of the environment
// comes from, empty if there is none.
func (c *Config) EnvironmentSource() string {
	return c.about.environment.Source
}

// Platform is the hosting platform, empty if it is not known. [ErrInvalidHeaderValue] if it is not
// printable ASCII.
func (c *Config) Platform() (string, error) {
	return value(c.about.platform)
}

// APIOrigin is where the platform's API is: an origin, and a path if one was set.
// [ErrMalformedURL] if it is none.
func (c *Config) APIOrigin() (string, error) {
	return value(c.about.apiOrigin)
}

// EventAPIOrigin is where events are sent: an origin, and a path if one was set. [ErrMalformedURL]
// if it is none.
func (c *Config) EventAPIOrigin() (string, error) {
	return value(c.about.eventAPIOrigin)
}

// ServeOrigin is the origin under which the platform reaches this app, empty if it was not set.
// [ErrMalformedURL] if it is none.
func (c *Config) ServeOrigin() (string, error) {
	return value(c.about.serveOrigin)
}

// ServePath is the path under which the platform reaches this app, empty if it was not set.
// [ErrMalformedURL] if it is none.
func (c *Config) ServePath() (string, error) {
	return value(c.about.servePath)
}

// AllowsInBandSync says whether the configuration of the functions may be returned in the response
// to a signed sync.
func (c *Config) AllowsInBandSync() bool {
	return c.about.allowsInBandSync
}

// Check is everything that is wrong with the settings, or looks so, in their order. It holds no
// secret.
func (c *Config) Check() []Problem {
	return slices.Clone(c.about.problems)
}

func value(setting ffi.Setting) (string, error) {
	return setting.Value, asError(setting.Failure)
}
