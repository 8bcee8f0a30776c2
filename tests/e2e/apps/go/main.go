// Command app is an app whose security is signkey's. Its environment is that of an SDK; it prints its
// port when it listens.
package main

import (
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"slices"

	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	keys := []string{os.Getenv("INNGEST_SIGNING_KEY"), os.Getenv("INNGEST_SIGNING_KEY_FALLBACK")}
	keyring, err := signkey.NewKeyring(keys[0], keys[1:]...)
	if err != nil {
		return err
	}
	platform, err := newPlatform(os.Getenv("INNGEST_BASE_URL"), slices.DeleteFunc(keys, isEmpty))
	if err != nil {
		return err
	}
	protect := signkeyhttp.Middleware(keyring, &signkeyhttp.Options{SignResponses: true})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address, isTCP := listener.Addr().(*net.TCPAddr)
	if !isTCP {
		return errors.New("not a TCP address")
	}
	fmt.Println(address.Port)
	return http.Serve(listener, protect(newApp(platform, os.Getenv("INNGEST_SERVE_ORIGIN"))))
}

func isEmpty(text string) bool { return text == "" }
