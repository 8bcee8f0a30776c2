// An app on the published Go SDK and nothing else. It prints its port when it listens.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/inngest/inngestgo"
)

type data struct {
	Number int `json:"number"`
}

func main() {
	client, err := inngestgo.NewClient(inngestgo.ClientOpts{AppID: "rotated"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = inngestgo.CreateFunction(
		client,
		inngestgo.FunctionOpts{ID: "double"},
		inngestgo.EventTrigger("rotated/double", nil),
		func(_ context.Context, input inngestgo.Input[data]) (any, error) {
			return 2 * input.Event.Data.Number, nil
		},
	)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	mux := http.NewServeMux()
	mux.Handle("/api/inngest", client.Serve())
	log.Fatal(http.Serve(listener, mux))
}
