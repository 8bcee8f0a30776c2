//go:build cgo && !signkey_system && linux && (amd64 || arm64)

package ffi

// #cgo LDFLAGS: -lm -ldl -lpthread
import "C"

// The library itself.
import _ "github.com/signkey/signkey/bindings-go/internal/native"
