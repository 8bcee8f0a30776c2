// Command app is an app whose security is signkey's. Its environment is that of an SDK; it prints its
// settings, and its port when it listens.
package main

import (
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"

	signkey "github.com/signkey/signkey/bindings-go"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	config, err := signkey.ConfigFromEnv()
	if err != nil {
		return err
	}
	log.Println(config)
	handler, err := newApp(config)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address, isTCP := listener.Addr().(*net.TCPAddr)
	if !isTCP {
		return errors.New("not a TCP address")
	}
	fmt.Println(address.Port)
	return http.Serve(listener, handler)
}
