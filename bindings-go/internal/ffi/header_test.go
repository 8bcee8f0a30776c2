package ffi_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"testing"
)

// TestHeader holds the header of this module, which is packed without its surroundings, against the
// one it is copied from.
func TestHeader(t *testing.T) {
	original, err := os.ReadFile("../../../include/signkey.h")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("this is the module alone")
	}
	if err != nil {
		t.Fatal(err)
	}
	header, err := os.ReadFile("signkey.h")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(header, original) {
		t.Error("signkey.h has drifted: run make -C bindings-go header")
	}
}
