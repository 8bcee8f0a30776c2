//go:build cgo

package ffi

/*
#include "signkey.h"
#include <string.h>

#define FLAT_HEADERS 5

// Begins with a request of which each wanted header comes once at most. It takes every value as an
// argument of its own, because pointers within memory of Go would have to be pinned, which costs more
// than the call. NULL is an absent header.
static inline signkey_status signkey_flat_admit(
    const signkey_endpoint *endpoint, const uint8_t *method, size_t method_len,
    const uint8_t *value0, size_t len0, const uint8_t *value1, size_t len1,
    const uint8_t *value2, size_t len2, const uint8_t *value3, size_t len3,
    const uint8_t *value4, size_t len4, signkey_admission *admission, signkey_step *step)
{
    const signkey_slice values[FLAT_HEADERS] = {
        {value0, len0}, {value1, len1}, {value2, len2}, {value3, len3}, {value4, len4}};
    signkey_field headers[FLAT_HEADERS];
    size_t count = 0;
    for (size_t i = 0; i < FLAT_HEADERS; i++) {
        if (values[i].data != NULL) {
            const char *name = signkey_wanted_header(i);
            headers[count].name.data = (const uint8_t *)name;
            headers[count].name.len = strlen(name);
            headers[count++].value = values[i];
        }
    }
    return signkey_endpoint_admit(
        endpoint, method, method_len, headers, count, admission, step, NULL);
}
*/
import "C"

import (
	"net/textproto"
	"strings"
)

// wanted are the names of the headers that matter, and how Go's own servers spell them.
var wanted, canonical = wantedHeaders()

func wantedHeaders() (wanted, canonical []string) {
	for {
		name := C.signkey_wanted_header(C.size_t(len(wanted)))
		if name == nil {
			return wanted, canonical
		}
		wanted = append(wanted, C.GoString(name))
		canonical = append(canonical, textproto.CanonicalMIMEHeaderKey(C.GoString(name)))
	}
}

// wantedIndex is the place of a name in the list, in whatever case, -1 if it does not matter.
func wantedIndex(name string) int {
	for i, other := range canonical {
		if name == other {
			return i
		}
	}
	for i, other := range wanted {
		if len(name) == len(other) && strings.EqualFold(name, other) {
			return i
		}
	}
	return -1
}

// flatHeaders are the values of wanted headers that come once, by their places in the list.
type flatHeaders [C.FLAT_HEADERS]Header

// collect is false if the headers do not fit.
func (f *flatHeaders) collect(header map[string][]string) bool {
	for name, values := range header {
		i := wantedIndex(name)
		if i < 0 || len(values) == 0 {
			continue
		}
		if i >= len(f) || f[i].Present || len(values) > 1 {
			return false
		}
		f[i] = Header{Value: values[0], Present: true}
	}
	return true
}

func (f *flatHeaders) admit(endpoint *Endpoint, method string, a *Admission) C.signkey_status {
	name, size := borrowText(method)
	value0, len0 := f[0].borrow()
	value1, len1 := f[1].borrow()
	value2, len2 := f[2].borrow()
	value3, len3 := f[3].borrow()
	value4, len4 := f[4].borrow()
	return C.signkey_flat_admit(endpoint.c(), name, size, value0, len0, value1, len1, value2, len2,
		value3, len3, value4, len4, &a.admission, &a.step)
}

// fieldsOf are all wanted headers, repeated ones as often.
func fieldsOf(header map[string][]string) []Field {
	var fields []Field
	for name, values := range header {
		if wantedIndex(name) < 0 {
			continue
		}
		for _, value := range values {
			fields = append(fields, Field{Name: name, Value: value})
		}
	}
	return fields
}
