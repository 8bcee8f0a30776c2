//go:build !cgo && (signkey_system || (linux && (amd64 || arm64)))

package ffi

// The compiler's message about this name is the explanation.
var _ = signkey_needs_cgo__set_CGO_ENABLED_to_1_and_have_a_C_compiler
