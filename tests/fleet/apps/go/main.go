// Command app is the app of the fleet in Go: net/http behind signkeyhttp, with the store of signkeyredis.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyhttp"
	"github.com/signkey/signkey/bindings-go/signkeyredis"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	handler, err := newHandler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return err
	}
	fmt.Println("listening", port)
	go endWith(os.Stdin)
	return http.Serve(listener, handler)
}

// newHandler is the protected path, and any other, which says how often the handler has run.
func newHandler() (http.Handler, error) {
	offset, err := seconds("FLEET_CLOCK")
	if err != nil {
		return nil, err
	}
	endpoint, err := newEndpoint()
	if err != nil {
		return nil, err
	}
	options := &signkeyhttp.Options{
		Now:          func() time.Time { return time.Now().Add(offset) },
		OnStoreError: func(*http.Request, error) {},
	}
	var runs atomic.Int64
	mux := http.NewServeMux()
	mux.Handle(os.Getenv("FLEET_PATH"), signkeyhttp.Middleware(endpoint, options)(http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) {
			runs.Add(1)
			_, _ = io.WriteString(w, "ran\n")
		})))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, runs.Load()) })
	return mux, nil
}

func newEndpoint() (*signkey.Endpoint, error) {
	server, err := redis.ParseURL(os.Getenv("FLEET_REDIS"))
	if err != nil {
		return nil, err
	}
	deadline, err := seconds("FLEET_DEADLINE")
	if err != nil {
		return nil, err
	}
	store, err := signkeyredis.Connect(context.Background(), server, signkeyredis.WithDeadline(deadline))
	if err != nil {
		return nil, err
	}
	config, err := signkey.ConfigFromEnv()
	if err != nil {
		return nil, err
	}
	return config.Endpoint(signkey.WithReplayStore(store), signkey.WithName(os.Getenv("FLEET_NAME")))
}

func seconds(name string) (time.Duration, error) {
	number, err := strconv.Atoi(os.Getenv(name))
	return time.Duration(number) * time.Second, err
}

// endWith ends the process when its input ends, and so with the runner at the latest.
func endWith(input io.Reader) {
	_, _ = io.Copy(io.Discard, input)
	os.Exit(0)
}
