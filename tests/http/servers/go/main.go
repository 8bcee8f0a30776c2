// Command server is the probe app of tests/http behind signkeyhttp, on net/http: HTTP/1.1, and HTTP/2 with
// prior knowledge, on one port.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	app, err := newApp()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", os.Getenv("SIGNKEY_HTTP_PORT")))
	if err != nil {
		return err
	}
	address, isTCP := listener.Addr().(*net.TCPAddr)
	if !isTCP {
		return errors.New("not a TCP address")
	}
	fmt.Println("listening", address.Port)
	go endWith(os.Stdin)
	server := &http.Server{Handler: recovered(app), Protocols: new(http.Protocols)}
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	return server.Serve(listener)
}

// endWith ends the process when its input ends.
func endWith(input io.Reader) {
	_, _ = io.Copy(io.Discard, input)
	os.Exit(0)
}

// recovered answers what handlers raise, as programs on net/http do.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if raised := recover(); raised != nil {
				log.Print(raised)
				clear(w.Header())
				http.Error(w, "internal server error", http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
