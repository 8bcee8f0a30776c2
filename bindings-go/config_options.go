package signkey

import (
	"fmt"
	"strings"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// ConfigOptions are settings that go before the variables of the environment. Texts are in UTF-8;
// one that is empty or blank is not set. What is printed of them is the names of those that are
// set.
type ConfigOptions struct {
	// Mode is who sends the requests; 0 is not set.
	Mode Mode
	// DevServerURL is where the development server is. It does not switch dev mode on.
	DevServerURL string
	// BaseURL is where the API is and where events are sent.
	BaseURL string
	// APIBaseURL is where the API is.
	APIBaseURL string
	// EventAPIBaseURL is where events are sent.
	EventAPIBaseURL string
	// SigningKey is the signing key.
	SigningKey string
	// SigningKeyFallback is the signing key that is accepted beside it.
	SigningKeyFallback string
	// EventKey is the event key.
	EventKey string
	// Environment is the name of the environment to act in.
	Environment string
	// Platform is the name of the hosting platform.
	Platform string
	// ServeOrigin is the origin under which the platform reaches this app.
	ServeOrigin string
	// ServePath is the path under which the platform reaches this app.
	ServePath string
}

func (o ConfigOptions) ffi() ffi.ConfigOptions {
	return ffi.ConfigOptions{
		Mode:               uint32(o.Mode),
		DevServerURL:       o.DevServerURL,
		BaseURL:            o.BaseURL,
		APIBaseURL:         o.APIBaseURL,
		EventAPIBaseURL:    o.EventAPIBaseURL,
		SigningKey:         o.SigningKey,
		SigningKeyFallback: o.SigningKeyFallback,
		EventKey:           o.EventKey,
		Environment:        o.Environment,
		Platform:           o.Platform,
		ServeOrigin:        o.ServeOrigin,
		ServePath:          o.ServePath,
	}
}

// String shows the names of the options that are set, and no values.
func (o ConfigOptions) String() string {
	var names []string
	for _, option := range []struct {
		name  string
		isSet bool
	}{
		{"Mode", o.Mode != 0},
		{"DevServerURL", o.DevServerURL != ""},
		{"BaseURL", o.BaseURL != ""},
		{"APIBaseURL", o.APIBaseURL != ""},
		{"EventAPIBaseURL", o.EventAPIBaseURL != ""},
		{"SigningKey", o.SigningKey != ""},
		{"SigningKeyFallback", o.SigningKeyFallback != ""},
		{"EventKey", o.EventKey != ""},
		{"Environment", o.Environment != ""},
		{"Platform", o.Platform != ""},
		{"ServeOrigin", o.ServeOrigin != ""},
		{"ServePath", o.ServePath != ""},
	} {
		if option.isSet {
			names = append(names, option.name)
		}
	}
	return "ConfigOptions(" + strings.Join(names, " ") + ")"
}

// Format writes String for every verb of package fmt.
func (o ConfigOptions) Format(f fmt.State, _ rune) {
	write(f, o.String())
}

// MarshalText is String, for JSON and for logs.
func (o ConfigOptions) MarshalText() ([]byte, error) {
	return []byte(o.String()), nil
}

// GobEncode refuses: what it would write holds secrets.
func (o ConfigOptions) GobEncode() ([]byte, error) {
	return nil, errSecret
}
