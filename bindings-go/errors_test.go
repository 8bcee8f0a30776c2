package signkey_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"strconv"
	"strings"
	"testing"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/internal/ffi"
)

// Both ways.
func TestThereIsASentinelForEachErrorOfTheLibrary(t *testing.T) {
	declared := declaredSentinels(t)
	count := 0
	for number := range uint32(1000) {
		code := ffi.StatusCode(number)
		if number == 0 || code == "unknown" {
			continue
		}
		count++
		if name := declared[number]; name != sentinelName(code) {
			t.Errorf("%d is %q in the library and %q here", number, code, name)
		}
	}
	if count < 28 || count != len(declared) {
		t.Errorf("the library has %d errors, this package %d: run make -C bindings-go generate", count, len(declared))
	}
}

// declaredSentinels are the names in errors.go by their numbers.
func declaredSentinels(t *testing.T) map[uint32]string {
	file, err := parser.ParseFile(token.NewFileSet(), "errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := map[uint32]string{}
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Err") {
			return true
		}
		literal := spec.Values[0].(*ast.CallExpr).Args[0].(*ast.BasicLit)
		number, err := strconv.ParseUint(literal.Value, 10, 32)
		if err != nil {
			t.Fatal(err)
		}
		declared[uint32(number)] = spec.Names[0].Name
		return true
	})
	return declared
}

// sentinelName makes "json_invalid_utf8" into "ErrJSONInvalidUTF8".
func sentinelName(code string) string {
	name := "Err"
	for _, word := range strings.Split(code, "_") {
		switch word {
		case "api", "http", "id", "json", "url", "utf8":
			name += strings.ToUpper(word)
		default:
			name += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return name
}

func TestAnErrorHasCodeNumberStatusAndMessage(t *testing.T) {
	for _, test := range []struct {
		err    *signkey.Error
		number int
		code   string
		status int
		text   string
	}{
		{signkey.ErrExpired, 23, "expired", 401, "the signature is authentic but too old"},
		{signkey.ErrBodyTooLarge, 40, "body_too_large", 413, "the body is larger than the limit"},
		{signkey.ErrFinished, 4, "finished", 500, "the object was used after it was finished or closed"},
	} {
		if test.err.Number() != test.number || test.err.Code() != test.code ||
			test.err.HTTPStatus() != test.status {
			t.Errorf("%d %s %d", test.err.Number(), test.err.Code(), test.err.HTTPStatus())
		}
		message := test.err.Message()
		if message != test.text || test.err.Error() != "signkey: "+message {
			t.Errorf("%q, %q", message, test.err.Error())
		}
	}
}

func TestErrorsOfOneCodeAreTheSame(t *testing.T) {
	keyring := newKeyring(t, key)
	_, err := keyring.VerifyRequest(nil, signed(""), signkey.WithUnixNow(signedAt+400))
	wantError(t, err, signkey.ErrExpired)
	if errors.Is(err, signkey.ErrNotYetValid) || errors.Is(err, http.ErrBodyNotAllowed) {
		t.Error("matches what it is not")
	}
	if text := err.Error(); !strings.HasSuffix(text, "400 seconds ago") {
		t.Error(text)
	}
	if _, ok := err.(*signkey.Error).Position(); ok {
		t.Error("a position of what has none")
	}
	if _, ok := signkey.ErrExpired.SkewSeconds(); ok {
		t.Error("the sentinel has a skew")
	}
	var none *signkey.Error
	if errors.Is(err, none) {
		t.Error("matches nil")
	}
}

func TestFormsHaveTheNamesOfTheLibrary(t *testing.T) {
	count := 0
	for form := range uint32(256) {
		name := ffi.FormName(form)
		if name == "unknown" {
			continue
		}
		count++
		text, err := signkey.Form(form).MarshalText()
		if string(text) != name || err != nil {
			t.Errorf("%d is %q in the library and %q here", form, name, text)
		}
	}
	if count != 3 {
		t.Errorf("the library has %d forms, this package 3", count)
	}
}
