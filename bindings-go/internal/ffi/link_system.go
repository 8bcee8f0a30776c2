//go:build cgo && signkey_system

package ffi

// #cgo pkg-config: signkey
import "C"
