package signkey

import (
	"encoding/json"
	"slices"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Config is what an app is configured to do: by explicit options, by variables of the environment
// (SDK specification, section 3), else by default.
//
// A setting that is wrong is an error where it is used, never silently another one, and
// [Config.Check] lists all that is wrong at once. White space around values is removed; a value of
// nothing else is not set. Of keys, what can be printed is their ids.
//
// Safe for concurrent use, Close included. What was made of it, and what it says of its settings, is
// there after Close. A Config must not be copied.
type Config struct {
	held[*ffi.Config]
	about describedConfig
}

// describedConfig is what can be said of a configuration even after its end: no secrets.
type describedConfig struct {
	settings    map[uint32]ffi.Setting
	problems    []Problem
	description json.RawMessage
}

// NewConfig reads settings from options, and from variables where an option is not set. The lookup
// is like [LookupEnv]: for [ConfigFileVariables] it returns what the file holds. Nil knows no variables.
// Each fault in a variable that is not UTF-8 counts as U+FFFD, which no setting accepts.
//
// Errors: [ErrInvalidArgument] for an unknown mode, and for options that are not UTF-8. What a
// setting says is never an error here.
func NewConfig(options ConfigOptions, lookup func(name string) (value string, ok bool)) (*Config, error) {
	var variables []ffi.Field
	if lookup != nil {
		for _, name := range ffi.Variables() {
			if value, ok := lookup(name); ok {
				variables = append(variables, ffi.Field{Name: name, Value: value})
			}
		}
	}
	handle, failure := ffi.NewConfig(options.ffi(), variables)
	if failure.Failed() {
		return nil, asError(failure)
	}
	c := &Config{}
	c.about, failure = describe(handle)
	c.hold(handle, ffi.FreeConfig, "Config("+string(c.about.description)+")")
	if failure.Failed() {
		return nil, asError(failure)
	}
	return c, nil
}

// ConfigFromEnv is [NewConfig] with the environment of this process, and with the files that it names
// ([LookupEnv]). There may be options, once.
func ConfigFromEnv(options ...ConfigOptions) (*Config, error) {
	switch len(options) {
	case 0:
		return NewConfig(ConfigOptions{}, LookupEnv)
	case 1:
		return NewConfig(options[0], LookupEnv)
	default:
		return nil, errOptions
	}
}

var errOptions = ErrInvalidArgument.withAdvice("there may be options once")

func describe(handle *ffi.Config) (about describedConfig, failure ffi.Failure) {
	problems, failure := ffi.Problems(handle)
	if failure.Failed() {
		return about, failure
	}
	about.problems = newProblems(problems)
	about.settings = map[uint32]ffi.Setting{}
	for _, setting := range ffi.Settings {
		about.settings[setting] = ffi.SettingOf(handle, setting)
	}
	about.description, failure = ffi.Describe(handle)
	return about, failure
}

// Describe is the settings and their problems as a JSON object. Of keys it says the ids, of the
// event key whether there is one; what is malformed is null.
func (c *Config) Describe() json.RawMessage {
	return slices.Clone(c.about.description)
}

// MarshalJSON is the description.
func (c *Config) MarshalJSON() ([]byte, error) {
	if len(c.about.description) == 0 {
		return []byte("null"), nil
	}
	return c.Describe(), nil
}
