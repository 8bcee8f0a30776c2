package signkey

import (
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// ConfigVariables are the names of all variables that are read.
func ConfigVariables() []string {
	return ffi.Variables()
}

// ConfigFileVariables are the names among [ConfigVariables] of those that hold the path of a file, such as
// INNGEST_SIGNING_KEY_FILE for a secret of Docker or Kubernetes.
func ConfigFileVariables() []string {
	return ffi.FileVariables()
}

// LookupEnv is [os.LookupEnv] for [NewConfig]: of a variable that holds the path of a file
// ([ConfigFileVariables]), it returns what the file holds; the empty text if it cannot be read or is not
// UTF-8, which the configuration says where the key is used.
func LookupEnv(name string) (value string, ok bool) {
	value, ok = os.LookupEnv(name)
	if !ok || !slices.Contains(fileVariables, name) {
		return value, ok
	}
	path := strings.Trim(value, " \t\r\n\f")
	if path == "" {
		return "", false
	}
	return fileText(path), true
}

var fileVariables = ffi.FileVariables()

// fileSizeMax is more than any key has.
const fileSizeMax = 64 << 10

func fileText(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, fileSizeMax))
	if err != nil || !utf8.Valid(text) {
		return ""
	}
	return string(text)
}
