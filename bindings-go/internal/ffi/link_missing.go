//go:build !signkey_system && !(linux && (amd64 || arm64))

package ffi

// The compiler's message about this name is the explanation.
var _ = signkey_comes_with_no_library_for_this_platform__install_libsignkey_and_build_with_cgo_and_tags_signkey_system
