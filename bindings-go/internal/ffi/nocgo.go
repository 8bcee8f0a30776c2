//go:build !cgo

package ffi

// The compiler's message about this name is the explanation.
var _ = signkey_needs_cgo__set_CGO_ENABLED_to_1_and_have_a_C_compiler
