// Package native holds the signkey library as one object for each platform,
// signkey_GOOS_GOARCH.syso, which Go links by itself. Unlike an archive named in LDFLAGS, such a
// file counts in Go's build cache and stays in `go mod vendor`.
package native

/*
#if defined(__linux__) && defined(__x86_64__)
#define OBJECT "signkey_linux_amd64.syso"
#elif defined(__linux__) && defined(__aarch64__)
#define OBJECT "signkey_linux_arm64.syso"
#endif

#ifndef OBJECT
#error "no signkey library comes with this package for your platform; install the C library and build with -tags signkey_system"
#elif !__has_include(OBJECT)
#error "the signkey library is not built yet; run make -C bindings-go lib, or install the C library and build with -tags signkey_system"
#endif
*/
import "C"
